import type { ResourceChange } from "../../review/plan";

type Arguments = Readonly<Record<string, unknown>>;

/** Whether AWS has what the stack wants, by another attribute. */
type IsSame = (before: Arguments, after: Arguments) => boolean;

/** Terraform alone acts on it: AWS has no such setting. */
const ONLY_TERRAFORM: IsSame = () => true;

const onlyTerraform = (...names: readonly string[]): Record<string, IsSame> =>
  Object.fromEntries(names.map((name) => [name, ONLY_TERRAFORM]));

/**
 * Arguments that AWS never returns, so that an imported resource lacks them in the state. The first plan would set each of them
 * by an update: that writes a new password, or changes nothing but the state. Tried with the AWS provider 5.100.
 *
 * A rebuild writes them into the state instead, as the stack has them.
 */
const UNREADABLE: Readonly<Record<string, Readonly<Record<string, IsSame>>>> = {
  aws_autoscaling_group: onlyTerraform(
    "force_delete",
    "force_delete_warm_pool",
    "ignore_failed_scaling_activities",
    "instance_refresh",
    "wait_for_capacity_timeout",
  ),
  aws_backup_vault: onlyTerraform("force_destroy"),
  aws_db_instance: {
    ...onlyTerraform(
      "allow_major_version_upgrade",
      "apply_immediately",
      "delete_automated_backups",
      "final_snapshot_identifier",
      "skip_final_snapshot",
    ),
    // RDS keeps the password that it has. A state that knows a version waits for a new password, which a deployment writes.
    password_wo_version: (before) => (before.password_wo_version ?? null) === null,
  },
  aws_ecs_service: {
    ...onlyTerraform("wait_for_steady_state"),
    // The import gives `family:revision`, and the stack has the ARN.
    task_definition: (before, after) =>
      String(after.task_definition).endsWith(`/${String(before.task_definition)}`),
  },
  aws_ecs_task_definition: onlyTerraform("skip_destroy", "track_latest"),
  aws_elasticache_replication_group: onlyTerraform("apply_immediately"),
  aws_iam_user: onlyTerraform("force_destroy"),
  aws_kms_key: onlyTerraform("bypass_policy_lockout_safety_check", "deletion_window_in_days"),
  aws_lambda_function: {
    ...onlyTerraform("filename", "publish"),
    source_code_hash: (before, after) => before.code_sha256 === after.source_code_hash,
  },
  aws_launch_template: onlyTerraform("update_default_version"),
  aws_route53_record: onlyTerraform("allow_overwrite"),
  aws_s3_bucket: onlyTerraform("force_destroy"),
};

/** Whether AWS never returns an argument, and has the value of the stack. */
export function isUnreadable({ type, change }: ResourceChange, argument: string): boolean {
  const isSame = UNREADABLE[type]?.[argument];
  return isSame?.((change.before ?? {}) as Arguments, (change.after ?? {}) as Arguments) ?? false;
}
