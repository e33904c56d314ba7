import { COUNT_LIMITS } from "../../facts/aws-limits";
import type { Policy } from "../policy";

export const resourceCounts: Policy = {
  name: "resource-counts",
  reason: "AWS refuses one more.",
  source: "AWS: the limits in facts/aws-limits.ts, each with its document",
  types: COUNT_LIMITS.map(({ type }) => type),
  check: (block, stack) =>
    COUNT_LIMITS.filter(({ type }) => type === block.type).flatMap(({ type, per, maximum, document }) => {
      const same = stack.blocks.filter(
        (other) => other.type === type && String(other.body[per]) === String(block.body[per]),
      );
      // Said once, at the first of them.
      return same.length > maximum && same[0] === block
        ? [`${same.length} of its type have this ${per}: use at most ${maximum} (${document})`]
        : [];
    }),
};
