import type { Policy } from "../policy";
import { HIDDEN_DEPENDENCIES } from "../hidden-dependencies/hidden-dependencies";

export const hiddenDependencies: Policy = {
  name: "hidden-dependencies",
  reason:
    "Terraform creates at once whatever does not refer to each other, and destroys it at once: some deploys and destroys fail, by chance.",
  source:
    'Terraform: "The depends_on meta-argument"; each dependency names its own in policies/hidden-dependencies',
  types: [...new Set(HIDDEN_DEPENDENCIES.flatMap(({ dependents }) => dependents))],
  check: (block, stack) =>
    HIDDEN_DEPENDENCIES.filter(({ dependents }) => dependents.includes(block.type)).flatMap(
      ({ find, needs, otherwise, source }) =>
        [...new Set(find(block, stack))]
          .filter((needed) => !stack.prerequisitesOf(block).has(needed))
          .map(
            ({ address }) =>
              `it does not wait for ${address}, ${needs}; otherwise ${otherwise} (${source}): add it to depends_on`,
          ),
    ),
};
