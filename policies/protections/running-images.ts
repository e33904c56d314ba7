import type { Policy } from "../policy";
import { blocks, isObject, list, number } from "../values";

/** Whether it looks at images whatever their tags are. */
const isAboutAny = (selection: Readonly<Record<string, unknown>>) =>
  selection.tagStatus === "any" || (selection.tagStatus === "tagged" && !isAboutSome(selection));

const isAboutSome = ({ tagPrefixList, tagPatternList }: Readonly<Record<string, unknown>>) =>
  list(tagPrefixList).length + list(tagPatternList).length > 0;

export const runningImages: Policy = {
  name: "running-images",
  reason: "Once enough others were pushed, the image that runs is deleted, and no new task can start.",
  source: 'AWS: "Automate the cleanup of images by using lifecycle policies", Amazon ECR User Guide',
  types: ["aws_ecr_lifecycle_policy"],
  check: ({ body }, stack) => {
    const policy = stack.parse(body.policy);
    const rules = blocks(isObject(policy) ? policy.rules : undefined).flatMap(({ rulePriority, selection }) =>
      blocks(selection).map((selected) => ({ priority: number(rulePriority) ?? 0, selected })),
    );
    return rules
      .filter(({ selected }) => isAboutAny(selected))
      .filter(
        ({ priority }) => !rules.some((other) => other.priority < priority && isAboutSome(other.selected)),
      )
      .map(
        ({ priority }) =>
          `rule ${priority} counts deployed images with the others: keep those by a rule about their tags before it`,
      );
  },
};
