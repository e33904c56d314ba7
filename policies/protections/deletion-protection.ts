import type { Block, Finding, Policy } from "../policy";
import { blocks, found, isTrue, number, unless } from "../values";

/** Of KMS, and its default. */
const LONGEST_WINDOW = 30;

const prevented = ({ body }: Block) =>
  unless(
    blocks(body.lifecycle).some(({ prevent_destroy }) => isTrue(prevent_destroy)),
    found(
      "prevent-destroy",
      "lifecycle.prevent_destroy is not true, so Terraform would plan to replace it: set it to true",
    ),
  );

const CHECKS: Readonly<Record<string, (block: Block) => Finding[]>> = {
  aws_db_instance: (block) => [
    ...unless(
      isTrue(block.body.deletion_protection),
      found("deletion-protection", "deletion_protection is not true: set it to true"),
    ),
    ...unless(
      !isTrue(block.body.skip_final_snapshot),
      found("final-snapshot", "skip_final_snapshot is true: set it to false, with a name for the snapshot"),
    ),
    ...unless(
      block.body.delete_automated_backups === false,
      found(
        "automated-backups",
        "delete_automated_backups is not false, so they go with the database: set it to false",
      ),
    ),
    ...prevented(block),
  ],
  aws_kms_key: (block) => [
    ...prevented(block),
    ...unless(
      (number(block.body.deletion_window_in_days) ?? LONGEST_WINDOW) === LONGEST_WINDOW,
      found(
        "deletion-window",
        `deletion_window_in_days is below ${LONGEST_WINDOW}, and nobody notices in time: set it to ${LONGEST_WINDOW}`,
      ),
    ),
  ],
  aws_lb: ({ body }) =>
    unless(
      isTrue(body.enable_deletion_protection),
      found("deletion-protection", "enable_deletion_protection is not true: set it to true"),
    ),
  aws_ecr_repository: ({ body }) =>
    unless(
      !isTrue(body.force_delete),
      found("force-delete", "force_delete is true, so images go with it: set it to false"),
    ),
  aws_s3_bucket: ({ body }) =>
    unless(
      !isTrue(body.force_destroy),
      found("force-destroy", "force_destroy is true, so objects go with it: set it to false"),
    ),
  aws_ecs_task_definition: ({ body }) =>
    unless(
      isTrue(body.skip_destroy),
      found("skip-destroy", "skip_destroy is not true, so no rollback finds it: set it to true"),
    ),
};

export const deletionProtection: Policy = {
  name: "deletion-protection",
  reason: "One plan that nobody read to its end destroys what cannot be made again.",
  source: 'AWS: "Deleting a DB instance", Amazon RDS User Guide; Terraform: "The lifecycle Meta-Argument"',
  types: Object.keys(CHECKS),
  check: (block) => CHECKS[block.type]?.(block) ?? [],
};
