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
  const isReported = !losesData(review) || (reported ?? "").includes(lossMark(review));
  return !post || isReported ? "yes" : "outdated";
}

/** Identifies what a review says is lost. In the comment, where it is not visible. */
export function lossMark({ stacks }: Review): string {
  const lost = stacks.flatMap(({ stack, findings }) =>
    findings
      .filter(({ severity }) => severity === "data-loss")
      .map(({ what }) => `${stack}: ${render(what, (value) => JSON.stringify(value))}`),
  );
  return `<!-- data loss ${createHash("sha256").update(lost.sort().join("\n")).digest("hex")} -->`;
}
