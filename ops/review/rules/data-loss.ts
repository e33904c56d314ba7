import type { Change } from "../change";
import type { Rule } from "../finding";
import { ends } from "../finding";
import { list, plain, say } from "../sentence";

/** What keeps data, and what is lost with it. */
export const KEEPERS: Readonly<Record<string, string>> = {
  aws_backup_vault: "the backups in it are lost",
  aws_cloudwatch_log_group: "the logs in it are lost",
  aws_db_instance: "its tables and automated backups are lost",
  aws_db_snapshot: "the snapshot is lost",
  aws_dynamodb_table: "its items are lost",
  aws_ebs_volume: "everything on the volume is lost",
  aws_ecr_repository: "its images are lost, also those that run and those a rollback needs",
  aws_efs_file_system: "its files are lost",
  aws_elasticache_cluster: "the sessions, locks and jobs kept in it are lost",
  aws_elasticache_replication_group: "the sessions, locks and jobs kept in it are lost",
  aws_kms_key: "everything encrypted with it is lost: database, secrets, images and their backups",
  aws_rds_cluster: "its tables and automated backups are lost",
  aws_route53_zone: "its records and name servers are lost",
  aws_s3_bucket: "the objects in it are lost",
  aws_s3_object: "the file is lost, and a revision that reads its settings from it cannot start any more",
  aws_secretsmanager_secret: "the secret is lost",
  aws_sqs_queue: "the jobs waiting in it are lost",
  aws_ssm_parameter: "its value is lost",
};

const REMEDIES: Readonly<Record<string, string>> = {
  aws_db_instance: "Take a snapshot first and restore it into the new database, or undo the change.",
  aws_kms_key:
    "Undo the change. AWS waits for the key's deletion window, and until then `aws kms cancel-key-deletion` saves it.",
  aws_sqs_queue: "Let the workers empty the queue first, or undo the change.",
  aws_ssm_parameter: "Note where the value comes from and put it again after the deploy, or undo the change.",
};

/** Something that keeps data is destroyed, or destroyed and made anew. */
export const dataLoss: Rule = (change) => {
  const lost = KEEPERS[change.type];
  if (lost === undefined || !ends(change) || change.before.skip_destroy === true) return [];

  return [
    {
      severity: "data-loss",
      says: say`${change.address} is ${what(change)}: ${plain(lost)}.`,
      remedy: change.leftTheCode
        ? say`If it only has another name in the code now, say so with ${"moveTo"}: then nothing is destroyed. Otherwise keep a copy first.`
        : plain(REMEDIES[change.type] ?? "Keep a copy first, or undo the change."),
    },
  ];
};

const what = ({ action, forcedBy }: Change) =>
  action === "delete"
    ? plain("destroyed")
    : forcedBy.length === 0
      ? plain("destroyed and made anew")
      : say`destroyed and made anew, as ${list(forcedBy)} cannot be changed`;
