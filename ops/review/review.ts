import type { Bodies } from "./bodies";
import { bodiesOf } from "./bodies";
import type { Action, Change } from "./change";
import { changesOf, driftOf } from "./change";
import type { Finding } from "./finding";
import type { Plan } from "./plan";
import { findingsOf } from "./rules/rules";
import { Secrets } from "./secrets";
import { list, plain, say } from "./sentence";

/** What a pull request does to one stack. */
export interface StackReview {
  /** E.g. `production-base`. */
  readonly stack: string;

  /** A plan, or without credentials only how the synthesized stack differs from its golden file. */
  readonly basis: "plan" | "golden";
  readonly changes: readonly Change[];
  readonly findings: readonly Finding[];
  readonly bodies: Bodies;

  /** Whether Terraform could not plan everything. */
  readonly incomplete: boolean;
}

/** What an environment costs a month before and after, in USD, where all prices are known. */
export interface CostChange {
  readonly environment: string;
  readonly before: number | undefined;
  readonly after: number | undefined;
}

/** Everything a reviewer is told. */
export interface Review {
  readonly stacks: readonly StackReview[];
  readonly costs: readonly CostChange[];
}

/** By this Terraform ends a plan of `-refresh-only`. */
const REFRESH_ONLY = "This is a refresh-only plan";

/**
 * Reviews a plan by its JSON, for the facts, and Terraform's text of it, for what is shown of values: Terraform has left
 * out what it knows to be sensitive, and what a provider copied of that is left out here.
 */
export function reviewPlan(stack: string, plan: Plan, text: string): StackReview {
  const secrets = new Secrets(plan);
  const changes = changesOf(plan, secrets);
  const addresses = changes.flatMap(({ address, movedFrom }) => [address, ...(movedFrom ? [movedFrom] : [])]);
  return {
    stack,
    basis: "plan",
    changes,
    findings: [...findingsOf(changes), ...driftOf(plan, secrets, text.includes(REFRESH_ONLY)).map(drifted)],
    bodies: bodiesOf(secrets.redact(text), addresses),
    incomplete: plan.errored === true,
  };
}

function drifted({ address, action, changed }: Change): Finding {
  return {
    severity: "notice",
    says:
      action === "delete"
        ? say`${address} was destroyed by somebody else than Terraform.`
        : say`${address} was changed by somebody else than Terraform: ${list(changed)}.`,
    remedy: plain("If the change is meant, put it into the code; otherwise the next deploy takes it back."),
  };
}

/** The environment of a stack: `production-base` is production's. */
export const environmentOf = (stack: string) => stack.replace(/-[^-]*$/, "");

export const losesData = ({ stacks }: Review) =>
  stacks.some(({ findings }) => findings.some(({ severity }) => severity === "data-loss"));

export const isIncomplete = ({ stacks }: Review) => stacks.some(({ incomplete }) => incomplete);

/** How many resources are to be created, changed and so on, as Terraform would put it. */
export function counts({ changes }: StackReview): string {
  const of = (action: Action) => changes.filter((change) => change.action === action).length;
  const parts = [
    [of("create"), "to create"],
    [of("update"), "to change"],
    [of("replace"), "to replace"],
    [of("delete"), "to destroy"],
    [of("forget"), "to forget"],
    [changes.filter(({ movedFrom }) => movedFrom !== undefined).length, "moved"],
    [changes.filter(({ imported }) => imported).length, "to import"],
  ] as const;
  const said = parts
    .filter(([count]) => count > 0)
    .map(([count, what]) => `${count.toLocaleString("en")} ${what}`);
  return said.length === 0
    ? "nothing changes"
    : `${said.join(", ")}${onlyTags(changes) ? " (only tags)" : ""}`;
}

const TAGS = new Set(["tags", "tags_all", "tag", "tag_specifications"]);

/** Whether nothing but tags is changed; what follows from them and is not known yet does not count. */
const onlyTags = (changes: readonly Change[]) =>
  changes.length > 0 &&
  changes.every(
    ({ action, changed, after }) =>
      action === "update" && changed.every((name) => TAGS.has(name) || typeof after[name] === "symbol"),
  );
