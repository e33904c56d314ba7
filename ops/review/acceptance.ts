import { createHash } from "node:crypto";
import type { Review } from "./review";
import { losesData } from "./review";
import { render } from "./sentence";

/** Whether data loss is accepted. `outdated`: it was, but of another review than this one. */
export type Acceptance = "yes" | "no" | "outdated";

export interface AcceptanceOptions {
  readonly acceptDataLoss?: true;
  readonly post?: true;
}

/**
 * On a pull request only what an earlier comment reported can be accepted: the base branch, or AWS, may have changed since.
 *
 * @param reported the earlier comment
 */
export function acceptanceOf(
  review: Review,
  { acceptDataLoss, post }: AcceptanceOptions,
  reported: string | undefined,
): Acceptance {
  if (!acceptDataLoss) return "no";
  const isReported = !losesData(review) || (reported ?? "").startsWith(beginningOf(review));
  return !post || isReported ? "yes" : "outdated";
}

/** Marks the comment, so that the next run finds and replaces it. */
export const MARKER = "<!-- laravel-ecs plan review -->";

/**
 * The first lines of a comment, which are not visible. The mark of what is lost counts only here: further down a comment quotes the
 * reviewed change, which can contain the mark of another change.
 */
export const beginningOf = (review: Review): string =>
  losesData(review) ? `${MARKER}\n${lossMark(review)}\n` : `${MARKER}\n`;

/** Identifies what a review says is lost. */
function lossMark({ stacks }: Review): string {
  const lost = stacks.flatMap(({ stack, findings }) =>
    findings
      .filter(({ severity }) => severity === "data-loss")
      .map(({ what }) => `${stack}: ${render(what, (value) => JSON.stringify(value))}`),
  );
  return `<!-- data loss ${createHash("sha256").update(lost.sort().join("\n")).digest("hex")} -->`;
}
