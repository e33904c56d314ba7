import { NO_IMAGE } from "../../facts/names";
import type { Block, Finding, Policy } from "../policy";
import type { SynthesizedStack } from "../synthesized-stack";
import { blocks, found, isTrue, list, unless } from "../values";

type Check = (block: Block, stack: SynthesizedStack) => Finding[];

const ignores = ({ body }: Block, argument: string) =>
  blocks(body.lifecycle).some(
    ({ ignore_changes }) => ignore_changes === "all" || list(ignore_changes).includes(argument),
  );

const CHECKS: Readonly<Record<string, Check>> = {
  aws_ecs_task_definition: ({ body }) =>
    unless(
      isTrue(body.track_latest),
      found("track-latest", "track_latest is not true, so the next apply goes back: set it to true"),
    ),
  aws_ecs_service: (block, stack) =>
    unless(
      ignores(block, "desired_count") ||
        !stack.blocks.some(
          ({ type, body }) =>
            type === "aws_appautoscaling_target" &&
            String(body.resource_id).includes(`{${block.address}.name}`),
        ),
      found(
        "desired-count",
        "it is scaled, and the next apply sets its tasks back to desired_count: ignore changes of desired_count",
      ),
    ),
  aws_ssm_parameter: (block) =>
    unless(
      block.body.value !== NO_IMAGE || ignores(block, "value"),
      found(
        "parameter-value",
        "a deploy writes its value, and the next apply writes none: ignore changes of value",
      ),
    ),
  aws_s3_object: (block) => [
    ...unless(
      String(block.body.for_each).includes("data.aws_s3_objects."),
      found(
        "earlier-files",
        "for_each does not name the files that are there, so they would be deleted: add data.aws_s3_objects",
      ),
    ),
    ...unless(
      ignores(block, "content"),
      found(
        "file-content",
        "the earlier files would get the content of the newest: ignore changes of content",
      ),
    ),
  ],
  aws_scheduler_schedule: ({ body }) =>
    blocks(body.target)
      .flatMap(({ ecs_parameters }) => blocks(ecs_parameters))
      .flatMap(({ task_definition_arn }) =>
        unless(
          !/(\.arn\}|:\d+)$/.test(String(task_definition_arn)),
          found(
            "revision",
            "ecs_parameters.task_definition_arn has a revision, so it goes on starting old code: name the family alone",
          ),
        ),
      ),
};

export const deploysKept: Policy = {
  name: "deploys-kept",
  reason:
    "Terraform undoes what a deploy, or scaling, did since it was last applied, or takes away what a rollback needs.",
  source: 'Terraform: "The lifecycle Meta-Argument", and "aws_ecs_task_definition", AWS provider',
  types: Object.keys(CHECKS),
  check: (block, stack) => CHECKS[block.type]?.(block, stack) ?? [],
};
