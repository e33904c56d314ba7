import type { AwsFault } from "../lambda/deploy-notifier/played-aws";
import type { Behaviour } from "../lambda/deploy-notifier/played-slack";

export interface Fault {
  /** Either every event is posted once, or none is and every invocation fails, so that the event is kept. */
  readonly ends: "posted" | "kept";

  /** The response of the webhook to each attempt. */
  readonly slack?: Behaviour[];
  readonly aws?: Partial<Record<string, AwsFault>>;

  /** The value of the parameter instead of the webhook. */
  readonly webhook?: "not set yet" | "no URL" | "closed port" | "unknown host" | "untrusted";

  /** The value that the operator sets after Slack's first refusal. */
  readonly rotated?: true;

  /** The timeout of the function. Short if the test uses it up. */
  readonly limitMs: number;
}

const OK: Behaviour = { status: 200, body: "ok" };
const later = (header?: string): Behaviour => ({
  status: 429,
  body: "rate_limited",
  ...(header === undefined ? {} : { headers: { "retry-after": header } }),
});

const PATIENT = 15_000;
const SHORT = 3_000;

const posted = (...slack: Behaviour[]): Fault => ({ ends: "posted", slack, limitMs: PATIENT });
const kept = (...slack: Behaviour[]): Fault => ({ ends: "kept", slack, limitMs: SHORT });
const inspiteOf = (fault: AwsFault): Fault => ({
  ends: "posted",
  aws: Object.fromEntries(
    ["ListServiceDeployments", "ListTasks", "GetLogEvents"].map((action) => [action, fault]),
  ),
  limitMs: 9_000,
});

/** The faults between AWS, the function and Slack. */
export const FAULTS: Readonly<Record<string, Fault>> = {
  "all is well": posted(OK),
  "429, wait a second": posted(later("1"), OK),
  "429, wait longer than there is time": kept(later("60")),
  "429 without a time": posted(later(), OK),
  "429 with 0": posted(later("0"), OK),
  "429 with -1": posted(later("-1"), OK),
  "429 with 1e9": posted(later("1e9"), OK),
  "429 with a date": posted(later("Sun, 22 Nov 2026 04:15:00 GMT"), OK),
  "429 with a word": posted(later("soon"), OK),
  "429 for ever": kept(later()),
  "500 once": posted({ status: 500, body: "rollup_error" }, OK),
  "502 and 503": posted({ status: 502 }, { status: 503 }, OK),
  "503 for ever": kept({ status: 503 }),
  "a hang": { ...posted("hang", OK), limitMs: 8_000 },
  "a hang for ever": kept("hang"),
  "a body that never ends": posted("slow body"),
  "a body that is cut": posted("truncated body"),
  "a reset connection": posted("reset", OK),
  "a closed connection": posted("close", "close", OK),
  "connections reset for ever": kept("reset"),
  "nothing listens": { ends: "kept", webhook: "closed port", limitMs: SHORT },
  "an unknown host": { ends: "kept", webhook: "unknown host", limitMs: SHORT },
  "an untrusted certificate": { ends: "kept", webhook: "untrusted", limitMs: SHORT },
  "400 invalid_blocks": posted({ status: 400, body: "invalid_blocks" }, OK),
  "400 invalid_payload for ever": kept({ status: 400, body: "invalid_payload" }),
  "403 action_prohibited": kept({ status: 403, body: "action_prohibited" }),
  "404 no_service": kept({ status: 404, body: "no_service" }),
  "410 channel_is_archived": kept({ status: 410, body: "channel_is_archived" }),
  "404, and then another webhook": {
    ...posted({ status: 404, body: "no_service" }),
    rotated: true,
  },
  "a redirect": kept({ status: 302, headers: { location: "/elsewhere" } }),
  "no webhook yet": { ends: "kept", webhook: "not set yet", limitMs: SHORT },
  "something else in the parameter": { ends: "kept", webhook: "no URL", limitMs: SHORT },
  "no such parameter": {
    ends: "kept",
    aws: { GetParameter: { status: 400, type: "ParameterNotFound" } },
    limitMs: SHORT,
  },
  "a parameter that may not be decrypted": {
    ends: "kept",
    aws: { GetParameter: { status: 400, type: "AccessDeniedException" } },
    limitMs: SHORT,
  },
  "Parameter Store hangs": { ends: "kept", aws: { GetParameter: "hang" }, limitMs: SHORT },
  "ECS and logs hang": inspiteOf("hang"),
  "ECS and logs reset connections": inspiteOf("reset"),
  "ECS and logs answer no JSON": inspiteOf("not JSON"),
  "ECS and logs answer 500": inspiteOf({ status: 500, type: "InternalFailure" }),
  "ECS and logs throttle": inspiteOf({ status: 400, type: "ThrottlingException" }),
  "ECS and logs may not be asked": inspiteOf({ status: 400, type: "AccessDeniedException" }),
};
