import type { Bodies } from "./bodies";
import { bodiesOf } from "./bodies";
import type { Action, Change } from "./change";
import { changesOf, driftOf } from "./plan-changes";
import type { ReviewFinding, Severity } from "./finding";
import type { TerraformPlan } from "./plan";
import { withNoun } from "./nouns";
import { findingsOf } from "./rules/rules";
import { Secrets } from "./secrets";
import { list, plain, sentence } from "./sentence";
import { settingsOfPlan } from "./settings";

/** The review of one stack. */
export interface StackReview {
  /** E.g. `production-base`. */
  readonly stack: string;

  /** `plan`, or without one the difference between the synthesized stack and its golden file. */
  readonly basis: "plan" | "golden";
  readonly changes: readonly Change[];
  readonly findings: readonly ReviewFinding[];
  readonly bodies: Bodies;

  /** Whether Terraform could not plan everything. */
  readonly incomplete: boolean;
}

/** A monthly cost in USD, and the items that it does not contain because their price is unknown. */
export interface CostSum {
  readonly total: number;
  readonly unpriced: readonly string[];
}

/** The monthly cost of an environment before and after. Undefined where a commit has no golden file of it. */
export interface CostChange {
  readonly environment: string;
  readonly before: CostSum | undefined;
  readonly after: CostSum;
}

/** The review of a pull request. */
export interface Review {
  readonly stacks: readonly StackReview[];
  readonly costs: readonly CostChange[];
}

/** The note of Terraform in a plan of `-refresh-only`. */
const REFRESH_ONLY = "This is a refresh-only plan";

/**
 * Reviews a plan. The facts come from its JSON, the shown values from Terraform's text. Terraform masks sensitive values in the
 * text; copies of them that a provider made are masked here.
 */
export function reviewPlan(stack: string, plan: TerraformPlan, text: string): StackReview {
  const secrets = new Secrets(plan);
  const changes = changesOf(plan, secrets);
  const addresses = changes.flatMap(({ address, movedFrom }) => [address, ...(movedFrom ? [movedFrom] : [])]);
  return {
    stack,
    basis: "plan",
    changes,
    findings: [
      ...findingsOf(changes),
      ...settingsOfPlan(plan, secrets),
      ...driftOf(plan, secrets, text.includes(REFRESH_ONLY)).map(drifted),
    ],
    bodies: bodiesOf(secrets.redact(text), addresses),
    incomplete: plan.errored === true,
  };
}

function drifted(change: Change): ReviewFinding {
  const { address, action, changed } = change;
  const what =
    action === "delete"
      ? sentence`${address} was destroyed outside of Terraform.`
      : sentence`${address} was changed outside of Terraform: ${list(changed)}.`;
  return {
    severity: "notice",
    what: withNoun(what, change),
    fix: plain("If the change is intended, add it to the code. Otherwise the next deploy reverts it."),
  };
}

/** The environment of a stack, e.g. `production` of `production-base`. */
export const environmentOf = (stack: string) => stack.replace(/-[^-]*$/, "");

const has =
  (severity: Severity) =>
  ({ stacks }: Review) =>
    stacks.some(({ findings }) => findings.some((finding) => finding.severity === severity));

export const losesData = has("data-loss");

/** Whether AWS would refuse a change, when other changes are already made. */
export const isRefused = has("refused");

export const isIncomplete = ({ stacks }: Review) => stacks.some(({ incomplete }) => incomplete);

/** The number of resources to create, change and so on, worded as in Terraform. */
export function counts({ changes }: StackReview): string {
  const of = (action: Action) => changes.filter((change) => change.action === action).length;
  const all = [
    [of("create"), "to create"],
    [of("update"), "to change"],
    [of("replace"), "to replace"],
    [of("delete"), "to destroy"],
    [of("forget"), "to forget"],
    [changes.filter(({ movedFrom }) => movedFrom !== undefined).length, "moved"],
    [changes.filter(({ imported }) => imported).length, "to import"],
  ] as const;
  const parts = all
    .filter(([count]) => count > 0)
    .map(([count, what]) => `${count.toLocaleString("en")} ${what}`);
  return parts.length === 0 ? "no changes" : `${parts.join(", ")}${onlyTags(changes) ? " (only tags)" : ""}`;
}

const TAGS = new Set(["tags", "tags_all", "tag", "tag_specifications"]);

/** Whether only tags change. Unknown values that follow from them do not count. */
const onlyTags = (changes: readonly Change[]) =>
  changes.length > 0 &&
  changes.every(
    ({ action, changed, after }) =>
      action === "update" && changed.every((name) => TAGS.has(name) || typeof after[name] === "symbol"),
  );
