import type { Change } from "../change";
import type { ReviewFinding } from "../finding";
import { ownOf } from "../own";
import { snapshotCommand } from "./snapshot-command";
import { isDestroyed } from "../finding";
import { list, plain, sentence } from "../sentence";

/** Stateful resources, and what is lost with each. */
export const STATEFUL: Readonly<Record<string, string>> = {
  aws_backup_vault: "the backups in it are lost",
  aws_cloudwatch_log_group: "the logs in it are lost",
  aws_db_instance: "its tables and automated backups are lost",
  aws_db_snapshot: "the snapshot is lost",
  aws_dynamodb_table: "its items are lost",
  aws_ebs_volume: "everything on the volume is lost",
  aws_ecr_repository: "its images are lost, including the running ones and those that a rollback needs",
  aws_efs_file_system: "its files are lost",
  aws_elasticache_cluster: "the sessions, locks and jobs kept in it are lost",
  aws_elasticache_replication_group:
    "the sessions in it are lost, which signs every user out, and so are its locks, jobs and cached values",
  aws_kms_key: "everything encrypted with it is lost: the database, secrets, images and their backups",
  aws_rds_cluster: "its tables and automated backups are lost",
  aws_route53_zone: "its records and name servers are lost",
  aws_s3_bucket: "the objects in it are lost",
  aws_s3_object: "the file is lost, and revisions that read their settings from it can no longer start",
  aws_secretsmanager_secret: "the secret is lost",
  aws_sqs_queue: "the jobs waiting in it are lost",
  aws_ssm_parameter: "its value is lost",
};

const FIXES: Readonly<Record<string, string>> = {
  aws_elasticache_replication_group:
    "Deploy at a quiet time, and first the service stack if it no longer uses the cache. Or undo the change. The database and the queues stay as they are.",
  aws_kms_key:
    "Undo the change. Until the end of the deletion window, `aws kms cancel-key-deletion` restores the key.",
  aws_sqs_queue: "Let the workers empty the queue first, or undo the change.",
  aws_ssm_parameter: "Keep a copy of the value and set it again after the deploy, or undo the change.",
};

/** A stateful resource is destroyed, or destroyed and created again. */
export function dataLoss(change: Change): ReviewFinding | undefined {
  const lost = ownOf(STATEFUL, change.type);
  if (lost === undefined || !isDestroyed(change) || change.before.skip_destroy === true) return undefined;

  return {
    severity: "data-loss",
    what: sentence`${change.address} is ${what(change)}: ${plain(lost)}.`,
    fix: change.removedFromCode
      ? sentence`If it was only renamed in the code, add ${"moveTo"}, and nothing is destroyed. Otherwise keep a copy first.`
      : change.type === "aws_db_instance"
        ? sentence`Take a snapshot first: ${snapshotCommand(change)}. Restore it into the new database. Or undo the change.`
        : plain(ownOf(FIXES, change.type) ?? "Keep a copy first, or undo the change."),
  };
}

const what = ({ action, replacedBecauseOf }: Change) =>
  action === "delete"
    ? plain("destroyed")
    : replacedBecauseOf.length === 0
      ? plain("destroyed and created again")
      : sentence`destroyed and created again, because ${list(replacedBecauseOf)} cannot be changed in place`;
