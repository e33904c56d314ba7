import type { Block, Finding, Policy } from "../policy";
import { blocks, found, isObject, list, unless } from "../values";

const WANTED = ["application", "environment", "stack", "managed-by"];

const without = (tags: unknown, where: string) => {
  const missing = WANTED.filter((key) => !isObject(tags) || typeof tags[key] !== "string");
  return unless(missing.length === 0, found("missing", `${where} has no ${missing.join(", ")}: add them`));
};

const CHECKS: Readonly<Record<string, (block: Block) => Finding[]>> = {
  "provider.aws": ({ body }) => {
    const tags = blocks(body.default_tags).map((block) => block.tags)[0];
    return without(tags, "default_tags");
  },
  // Default tags do not reach what others than Terraform start.
  aws_autoscaling_group: ({ body }) => {
    const propagated = list(body.tag).flatMap((tag) =>
      isObject(tag) && tag.propagate_at_launch === true ? [[String(tag.key), tag.value]] : [],
    );
    return without(Object.fromEntries(propagated), "tag with propagate_at_launch");
  },
  aws_launch_template: ({ body }) => {
    const volume = blocks(body.tag_specifications).find(({ resource_type }) => resource_type === "volume");
    return without(volume?.tags, "tag_specifications of volume");
  },
  aws_ecs_service: ({ body }) =>
    unless(
      ["SERVICE", "TASK_DEFINITION"].includes(String(body.propagate_tags)),
      found("untagged-tasks", "propagate_tags is not SERVICE, so tasks have no tags: set it to SERVICE"),
    ),
};

export const tags: Policy = {
  name: "tags",
  reason: "Nobody can tell whose it is, what it costs, or whether it may be deleted.",
  source: 'AWS: "Building your tagging strategy", Best Practices for Tagging AWS Resources',
  types: Object.keys(CHECKS),
  check: (block) => CHECKS[block.type]?.(block) ?? [],
};
