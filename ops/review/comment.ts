import type { Acceptance } from "./acceptance";
import { beginningOf } from "./acceptance";
import type { Change } from "./change";
import { ACTIONS } from "./change";
import type { ReviewFinding, Severity } from "./finding";
import { SEVERITIES } from "./finding";
import type { CostChange, Review, StackReview } from "./review";
import { counts, isIncomplete, isRefused, losesData } from "./review";
import { render } from "./sentence";
import { htmlCode, markdownBlock, markdownCode } from "./text";

/** GitHub refuses a comment of more than 65,536 characters. */
const MOST = 65_000;

/** The limits of all findings, and of one resource. */
const FINDINGS_MOST = 30_000;
const BODY_MOST = 12_000;

/** Stacks that are shown. A fork chooses how many golden files it has, and how long their names are. */
const STACKS_MOST = 30;

/** The label of a pull request whose data loss is intended. */
export const ACCEPTED_LABEL = "data-loss-accepted";

export interface CommentOptions {
  /** With "yes" the check passes although data is lost. */
  readonly accepted: Acceptance;

  /** The git ref of the compared golden files. */
  readonly since?: string;

  /** The URL of the whole review. */
  readonly link?: string;

  /** The reviewed commit. A comment stays when the review of a later one fails. */
  readonly revision?: string;

  /** Whether only golden files were read, and the code of the pull request was not run. */
  readonly filesOnly?: boolean;
}

/** The review as one comment of a pull request, in GitHub's Markdown. */
export function comment(review: Review, options: CommentOptions): string {
  const stacks = review.stacks.slice(0, STACKS_MOST);
  const hidden = review.stacks.length - stacks.length;
  const conclusion = verdict(review, options.accepted);
  const top = [
    beginningOf(review).trimEnd(),
    `## ${headline(review, options)}`,
    ...(conclusion === undefined ? [] : [conclusion]),
    ...(options.filesOnly ? [FILES_ONLY] : []),
    ...stacks.map((stack) => `**${markdownCode(stack.stack)}**: ${counts(stack)}${basis(stack, options)}`),
    ...(hidden > 0 ? [`**${hidden.toLocaleString("en")} more stacks are not shown here.**`] : []),
    ...findingsIn(review),
    ...costs(review),
  ].join("\n\n");
  const folded = stacks.map((stack) => ({
    stack,
    bodies: ordered(stack).map((change) => body(stack, change)),
  }));

  let left = MOST - top.length - 1_000;
  const details = folded.flatMap(({ stack, bodies }) => {
    const shown: string[] = [];
    for (const each of bodies) {
      if (each.length > left - 500) break;
      shown.push(each);
      left -= each.length + 2;
    }
    const missing = bodies.length - shown.length;
    return [...shown, ...(missing > 0 ? [cut(missing, stack.stack, options)] : [])];
  });
  const { link, revision } = options;
  const end = [
    ...(link ? [`[The whole review](${link})`] : []),
    ...(revision ? [`Reviewed commit: ${markdownCode(revision)}`] : []),
  ];
  return `${[top, ...details, ...end].join("\n\n")}\n`;
}

const FILES_ONLY =
  "Only the golden files of this pull request were compared: its code was not run, and may synthesize something else. Read the diff of the code, and of the tests that compare both.";

/** The review in one line. */
export function headline(review: Review, { accepted }: Pick<CommentOptions, "accepted">): string {
  if (isIncomplete(review)) return "Plan review: the plan is incomplete";
  if (losesData(review)) return `Plan review: data is lost${accepted === "yes" ? " (accepted)" : ""}`;
  const worst = review.stacks.flatMap(({ findings }) => findings.map(({ severity }) => severity));
  const found = (Object.keys(SEVERITIES) as Severity[]).find((severity) => worst.includes(severity));
  // A stack can change what Terraform executes without a change of a resource.
  const isQuiet = found === undefined || found === "notice";
  if (found === undefined && review.stacks.every(({ changes }) => changes.length === 0))
    return "Plan review: no changes";
  return `Plan review: ${isQuiet ? "no risks found" : SEVERITIES[found].toLowerCase()}`;
}

/** Why the check fails, or why it passes although data is lost. */
export const verdict = (review: Review, accepted: Acceptance): string | undefined =>
  isIncomplete(review)
    ? "The check fails because the plan ended with an error. See Terraform's log."
    : isRefused(review)
      ? "The check fails because AWS would refuse a change when other changes are already made. No label accepts that."
      : !losesData(review)
        ? undefined
        : ON_DATA_LOSS[accepted];

const ON_DATA_LOSS: Readonly<Record<Acceptance, string>> = {
  yes: `The check passes because data loss is accepted (${ACCEPTED_LABEL}).`,
  no: `The check fails. If data loss is intended, add the label ${ACCEPTED_LABEL} to the pull request. After each push it must be added again.`,
  outdated: `The check fails: what is lost was not reported in this form before. Read it, then remove the label ${ACCEPTED_LABEL} and add it again.`,
};

const basis = ({ basis }: StackReview, { since }: CommentOptions) =>
  basis === "plan"
    ? ""
    : `, from the synthesized files alone (without a plan), compared with the golden file${since ? ` of ${markdownCode(since)}` : ""}. A plan may replace a resource that is only changed here.`;

function findingsIn(review: Review): string[] {
  const many = review.stacks.length > 1;
  const all = review.stacks.flatMap(({ stack, findings }) => findings.map((finding) => ({ stack, finding })));
  let left = FINDINGS_MOST;
  let missing = 0;
  const blocks = (Object.entries(SEVERITIES) as [Severity, string][]).flatMap(([severity, title]) => {
    const items = all
      .filter(({ finding }) => finding.severity === severity)
      .map(({ stack, finding }) => `- ${many ? `${markdownCode(stack)}: ` : ""}${item(finding)}`)
      .filter((line) => {
        left -= line.length;
        if (left < 0) missing++;
        return left >= 0;
      });
    return items.length === 0 ? [] : [`### ${title}`, items.join("\n")];
  });
  return [
    ...blocks,
    ...(missing > 0 ? [`**${missing.toLocaleString("en")} more findings are not shown here.**`] : []),
  ];
}

const item = ({ what, fix }: ReviewFinding) =>
  `${render(what, markdownCode)} *Fix: ${render(fix, markdownCode)}*`;

const costs = ({ costs }: Review): string[] =>
  costs.length === 0
    ? []
    : ["### Cost", costs.map((cost) => `- ${markdownCode(cost.environment)}: ${costLine(cost)}`).join("\n")];

/** E.g. "61.40 → 65.60 USD a month (+4.20)". */
export function costLine({ before, after }: CostChange): string {
  if (before === undefined) return "the monthly cost cannot be compared";
  const unpriced = [...new Set([...before.unpriced, ...after.unpriced])];
  const without = unpriced.length > 0 ? `, without ${unpriced.join(", ")} (no price is known)` : "";
  const change = after.total - before.total;
  if (Math.abs(change) < 0.005) return `${after.total.toFixed(2)} USD a month, unchanged${without}`;
  const sign = change < 0 ? "−" : "+";
  return `${before.total.toFixed(2)} → ${after.total.toFixed(2)} USD a month (${sign}${Math.abs(change).toFixed(2)})${without}`;
}

/** The changes, the most serious first, so that the least serious ones are left out of a long comment. */
export const ordered = ({ changes }: StackReview) =>
  [...changes].sort((a, b) => ACTIONS.indexOf(a.action) - ACTIONS.indexOf(b.action));

const ACTION_WORDS: Readonly<Record<Change["action"], string>> = {
  create: "create",
  update: "change",
  replace: "replace",
  delete: "destroy",
  forget: "forget",
  none: "keep",
};

/** What a change does, e.g. `move` and `change`. */
export const wordsOf = ({ movedFrom, action, imported }: Change): string[] => [
  ...(movedFrom === undefined ? [] : ["move"]),
  ...(imported ? ["import"] : []),
  ...(action === "none" ? [] : [ACTION_WORDS[action]]),
];

function body({ bodies }: StackReview, change: Change): string {
  const { address, movedFrom } = change;
  const text = bodies.get(address) ?? bodies.get(movedFrom ?? "") ?? "Terraform shows no details.";
  return [
    `<details><summary>${wordsOf(change).join(" and ")} ${htmlCode(address)}</summary>`,
    markdownBlock(shortened(text), "diff"),
    "</details>",
  ].join("\n\n");
}

/** The beginning of a long text, cut between lines. */
function shortened(text: string): string {
  if (text.length <= BODY_MOST) return text;
  const lines = text.split("\n");
  let length = 0;
  const shown = lines.filter((line) => (length += line.length + 1) <= BODY_MOST);
  return `${shown.join("\n")}\n… ${(lines.length - shown.length).toLocaleString("en")} more lines`;
}

const cut = (missing: number, stack: string, { link }: CommentOptions) =>
  `**${missing.toLocaleString("en")} more resources of ${markdownCode(stack)} do not fit into this comment.** ` +
  (link ? "See the whole review." : "Run `terraform show` on the plan to see them.");
