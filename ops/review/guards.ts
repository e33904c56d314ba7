import type { ReviewFinding } from "./finding";
import { withNoun } from "./nouns";
import { forbids, lowered } from "./rules/protection";
import { sentence } from "./sentence";
import type { StackJson } from "./stack-json";
import { resourcesOf } from "./stack-json";

/**
 * The resources that Terraform would refuse to destroy before, and no longer does. No plan shows it, so it is read from the synthesized
 * stacks. A resource that is gone is in the plan.
 */
export function guardsEnded(before: StackJson, after: StackJson): ReviewFinding[] {
  const movedTo = new Map((after.moved ?? []).map(({ from, to }) => [from, to]));
  const now = new Map(resourcesOf(after).map((each) => [each.address, each]));
  return resourcesOf(before)
    .filter(({ written }) => forbids(written))
    .flatMap(({ address }) => now.get(address) ?? now.get(movedTo.get(address) ?? "") ?? [])
    .filter(({ written }) => !forbids(written))
    .map((each) => {
      const { what, ...finding } = lowered(each.address, [sentence`${"prevent_destroy"}`]);
      return { ...finding, what: withNoun(what, each) };
    });
}
