import { NO_IMAGE } from "../../facts/names";
import type { Block } from "../block";
import type { Policy } from "../policy";
import { byType } from "../policy";
import { blocks, isTrue, list, number, unless, unlessTrue } from "../values";

/** The longest window of KMS, and its default. */
const LONGEST_WINDOW = 30;

const prevented = ({ body }: Block) =>
  unless(
    blocks(body.lifecycle).some(({ prevent_destroy }) => isTrue(prevent_destroy)),
    "prevent-destroy",
    "lifecycle.prevent_destroy is not true, so Terraform can plan to replace the resource: set it to true",
  );

export const deletionProtection: Policy = {
  name: "deletion-protection",
  reason: "One plan that was not reviewed destroys data that cannot be restored.",
  source: 'AWS: "Deleting a DB instance", Amazon RDS User Guide; Terraform: "The lifecycle Meta-Argument"',
  ...byType({
    aws_db_instance: (block) => [
      ...unlessTrue(block.body, "deletion_protection", "deletion-protection"),
      ...unless(
        !isTrue(block.body.skip_final_snapshot),
        "final-snapshot",
        "skip_final_snapshot is true: set it to false, with a name for the snapshot",
      ),
      ...unless(
        block.body.delete_automated_backups === false,
        "automated-backups",
        "delete_automated_backups is not false, so the backups are deleted with the database: set it to false",
      ),
      ...prevented(block),
    ],
    aws_backup_vault: (block) => [
      ...prevented(block),
      ...unless(
        !isTrue(block.body.force_destroy),
        "force-destroy",
        "force_destroy is true, so the backups are deleted with the vault: set it to false",
      ),
    ],
    aws_kms_key: (block) => [
      ...prevented(block),
      ...unless(
        (number(block.body.deletion_window_in_days) ?? LONGEST_WINDOW) === LONGEST_WINDOW,
        "deletion-window",
        `deletion_window_in_days is below ${LONGEST_WINDOW}, which is too short to notice a mistake: set it to ${LONGEST_WINDOW}`,
      ),
    ],
    aws_lb: ({ body }) => unlessTrue(body, "enable_deletion_protection", "deletion-protection"),
    aws_ecr_repository: ({ body }) =>
      unless(
        !isTrue(body.force_delete),
        "force-delete",
        "force_delete is true, so the images are deleted with the repository: set it to false",
      ),
    aws_s3_bucket: ({ body }) =>
      unless(
        !isTrue(body.force_destroy),
        "force-destroy",
        "force_destroy is true, so the objects are deleted with the bucket: set it to false",
      ),
    aws_ecs_task_definition: ({ body }) =>
      unless(
        isTrue(body.skip_destroy),
        "skip-destroy",
        "skip_destroy is not true, so earlier revisions are deleted and no rollback finds them: set it to true",
      ),
  }),
};

export const replacements: Policy = {
  name: "replacements",
  reason:
    "Terraform deletes first what another resource still uses: AWS refuses the deletion, or the API fails until the replacement exists.",
  source: 'Terraform: "The lifecycle Meta-Argument", create_before_destroy',
  types: [
    "aws_acm_certificate",
    "aws_db_parameter_group",
    "aws_elasticache_parameter_group",
    "aws_lb_target_group",
  ],
  check: ({ body }) =>
    unless(
      blocks(body.lifecycle).some(({ create_before_destroy }) => isTrue(create_before_destroy)),
      "lifecycle.create_before_destroy is not true: set it to true",
    ),
};

export const adoptedResources: Policy = {
  name: "adopted-resources",
  reason: "Other systems rely on the resource as it was: Terraform would change its tags and routes.",
  source: 'Terraform: "Import" and "The lifecycle Meta-Argument"',
  check: ({ address, body }, stack) =>
    unless(
      !stack.imported.includes(address) ||
        blocks(body.lifecycle).some(({ ignore_changes }) => ignore_changes === "all"),
      'the resource is imported, and lifecycle.ignore_changes is not "all": set it to "all"',
    ),
};

export const safeApplies: Policy = {
  name: "safe-applies",
  reason: "A deploy reaches the wrong account, or two deploys at once corrupt the state.",
  source: 'Terraform: "Backend Type: s3", and the AWS provider\'s allowed_account_ids',
  types: ["provider.aws", "terraform.backend.s3"],
  check: ({ type, body }) =>
    type === "provider.aws"
      ? unless(
          list(body.allowed_account_ids).length > 0,
          "any-account",
          "allowed_account_ids is missing: set the environment's accountId",
        )
      : unless(
          isTrue(body.use_lockfile) || body.dynamodb_table !== undefined,
          "no-lock",
          "use_lockfile is not true, so the state has no lock: set it to true",
        ),
};

const ignores = ({ body }: Block, argument: string) =>
  blocks(body.lifecycle).some(
    ({ ignore_changes }) => ignore_changes === "all" || list(ignore_changes).includes(argument),
  );

export const deploysKept: Policy = {
  name: "deploys-kept",
  reason:
    "Terraform reverts a deployment or scaling that happened since the last apply, or deletes what a rollback needs.",
  source: 'Terraform: "The lifecycle Meta-Argument", and "aws_ecs_task_definition", AWS provider',
  ...byType({
    aws_ecs_task_definition: ({ body }) =>
      unless(
        isTrue(body.track_latest),
        "track-latest",
        "track_latest is not true, so the next apply returns to an old revision: set it to true",
      ),
    aws_ecs_service: (block, stack) =>
      unless(
        ignores(block, "desired_count") ||
          !stack.blocks.some(
            ({ type, body }) =>
              type === "aws_appautoscaling_target" &&
              String(body.resource_id).includes(`{${block.address}.name}`),
          ),
        "desired-count",
        "the service is scaled, and the next apply resets its tasks to desired_count: ignore changes of desired_count",
      ),
    aws_ssm_parameter: (block) =>
      unless(
        block.body.value !== NO_IMAGE || ignores(block, "value"),
        "parameter-value",
        "a deploy writes the value, and the next apply removes it: ignore changes of value",
      ),
    aws_s3_object: (block) => [
      ...unless(
        String(block.body.for_each).includes("data.aws_s3_objects."),
        "earlier-files",
        "for_each does not include the existing files, so they are deleted: add data.aws_s3_objects",
      ),
      ...unless(
        ignores(block, "content"),
        "file-content",
        "earlier files get the content of the newest file: ignore changes of content",
      ),
    ],
    aws_scheduler_schedule: ({ body }) =>
      blocks(body.target)
        .flatMap(({ ecs_parameters }) => blocks(ecs_parameters))
        .flatMap(({ task_definition_arn }) =>
          unless(
            !/(\.arn\}|:\d+)$/.test(String(task_definition_arn)),
            "revision",
            "ecs_parameters.task_definition_arn has a revision, so the schedule keeps starting old code: name only the family",
          ),
        ),
  }),
};
