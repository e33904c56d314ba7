import type { Action, Rule, RuleCondition } from "@aws-sdk/client-elastic-load-balancing-v2";

/** The header in which a client that passes sends the secret. */
export const SECRET_HEADER = "X-Maintenance-Secret";

/** The places of the two rules. The rule that lets a client pass is the first to be asked. */
const PRIORITIES = { pass: 1, answer: 2 } as const;

/** What switched maintenance on: the command of an operator, or a deploy around its migration. */
export type SwitchedBy = "operator" | "deploy";

/** Since when requests are kept from the application, and by what. */
export interface Beginning {
  readonly since: Date;
  readonly by: SwitchedBy;
}

/** A rule of a listener, as CreateRule takes it. */
export interface RuleParts {
  readonly Priority: number;
  readonly Conditions: RuleCondition[];
  readonly Actions: Action[];
}

/**
 * Answers every request with 503, as Laravel does in maintenance mode to a client that takes JSON. A rule of an Application Load
 * Balancer cannot send the header Retry-After (Elastic Load Balancing API Reference, FixedResponseActionConfig).
 */
export const answerRule = ({ since, by }: Beginning): RuleParts => ({
  Priority: PRIORITIES.answer,
  Conditions: [{ Field: "path-pattern", PathPatternConfig: { Values: ["*"] } }],
  Actions: [
    {
      Type: "fixed-response",
      FixedResponseConfig: {
        StatusCode: "503",
        ContentType: "application/json",
        MessageBody: JSON.stringify({ message: "Service Unavailable", since: since.toISOString(), by }),
      },
    },
  ],
});

/** Lets requests with the secret pass to the application. */
export const passRule = (secret: string, forward: Action): RuleParts => ({
  Priority: PRIORITIES.pass,
  Conditions: [
    { Field: "http-header", HttpHeaderConfig: { HttpHeaderName: SECRET_HEADER, Values: [secret] } },
  ],
  // Without the place of the action in the listener.
  Actions: [{ Type: "forward", TargetGroupArn: forward.TargetGroupArn }],
});

/**
 * When and by what the maintenance of a rule began; undefined for every other rule, also for one of your own that answers with a
 * similar text.
 */
export function beginningOf(rule: Rule): Beginning | undefined {
  if (!hasPlace(rule, "answer")) return undefined;
  try {
    const text = rule.Actions?.[0]?.FixedResponseConfig?.MessageBody ?? "";
    const body = JSON.parse(text) as { since?: string; by?: string };
    const since = new Date(body.since ?? "");
    if (Number.isNaN(since.getTime())) return undefined;
    return { since, by: body.by === "deploy" ? "deploy" : "operator" };
  } catch {
    return undefined;
  }
}

export const isPassRule = (rule: Rule): boolean =>
  hasPlace(rule, "pass") &&
  rule.Conditions?.[0]?.HttpHeaderConfig?.HttpHeaderName?.toLowerCase() === SECRET_HEADER.toLowerCase();

/** A listener has one rule of each priority. */
const hasPlace = ({ Priority }: Rule, place: keyof typeof PRIORITIES): boolean =>
  Priority === String(PRIORITIES[place]);
