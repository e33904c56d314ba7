import type { Acceptance } from "./acceptance";
import { costLine, headline, verdict } from "./comment";
import { SEVERITIES } from "./finding";
import type { Review } from "./review";
import { counts } from "./review";
import { render } from "./sentence";
import { quotation } from "./text";

/** The review for a terminal or a log: the comment without the details. */
export function summary(review: Review, accepted: Acceptance): string {
  const plain = (value: string) => quotation(value);
  const lines = review.stacks.flatMap(({ findings, ...stack }) => [
    `${stack.stack}: ${counts({ findings, ...stack })}${stack.basis === "golden" ? " (from the golden file)" : ""}`,
    ...findings.map(
      ({ severity, what, fix }) =>
        `  ${SEVERITIES[severity]}: ${render(what, plain)}\n      Fix: ${render(fix, plain)}`,
    ),
  ]);
  const costs = review.costs.map((cost) => `${cost.environment}: ${costLine(cost)}`);
  const end = verdict(review, accepted);
  return [headline(review, { accepted }), "", ...lines, ...costs, ...(end ? ["", end] : [])].join("\n");
}
