import { replaceExpressions } from "../../facts/expressions";
import { HIDDEN_DEPENDENCIES } from "../hidden-dependencies/hidden-dependencies";
import type { Policy } from "../policy";
import { byType } from "../policy";
import { blocks, isObject, list, unless } from "../values";

const DOCUMENTS = [
  "assume_role_policy",
  "container_definitions",
  "event_pattern",
  "policy",
  "redrive_policy",
];

export const jsonDocuments: Policy = {
  name: "json-documents",
  reason: "AWS cannot read it.",
  source: 'RFC 8259, "The JavaScript Object Notation (JSON) Data Interchange Format"',
  check: ({ type, body }) =>
    type.startsWith("aws_")
      ? DOCUMENTS.flatMap((argument) => {
          const problem = problemOf(body[argument]);
          return problem ? [`${argument} is not JSON (${problem}): write it with Fn.jsonencode`] : [];
        })
      : [],
};

function problemOf(document: unknown): string | undefined {
  // One expression as a whole is Terraform's to encode.
  if (typeof document !== "string" || /^\$\{[^]*\}$/.test(document)) return undefined;
  try {
    // An expression outside quotes may become a number.
    JSON.parse(replaceExpressions(document, () => "0"));
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

export const hiddenDependencies: Policy = {
  name: "hidden-dependencies",
  reason:
    "Terraform creates and destroys resources in parallel unless one refers to the other, so some deploys and destroys fail at random.",
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
              `the resource does not wait for ${address}, ${needs}; otherwise ${otherwise} (${source}): add it to depends_on`,
          ),
    ),
};

const WANTED = ["application", "environment", "stack", "managed-by"];

const without = (tags: unknown, where: string) => {
  const missing = WANTED.filter((key) => !isObject(tags) || typeof tags[key] !== "string");
  return unless(missing.length === 0, "missing", `${where} has no ${missing.join(", ")}: add them`);
};

export const tags: Policy = {
  name: "tags",
  reason: "The owner, the cost and the purpose of the resource are unknown.",
  source: 'AWS: "Building your tagging strategy", Best Practices for Tagging AWS Resources',
  ...byType({
    "provider.aws": ({ body }) => {
      const tags = blocks(body.default_tags).map((block) => block.tags)[0];
      return without(tags, "default_tags");
    },
    // Default tags do not apply to what other services start.
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
        "untagged-tasks",
        "propagate_tags is not SERVICE, so tasks have no tags: set it to SERVICE",
      ),
  }),
};
