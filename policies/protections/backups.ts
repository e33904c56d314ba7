import type { Policy } from "../policy";
import { blocks, found, isTrue, number, unless } from "../values";

/** Until somebody notices, weekends included. */
const SHORTEST_DAYS = 7;

export const backups: Policy = {
  name: "backups",
  reason: "A mistake, or an upgrade that went wrong, cannot be taken back.",
  source:
    'AWS: "Introduction to backups", Amazon RDS User Guide; "Using versioning in S3 buckets", Amazon S3 User Guide',
  types: ["aws_db_instance", "aws_s3_bucket"],
  check: (block, stack) => {
    const { body } = block;
    if (block.type === "aws_s3_bucket") {
      return [
        ...unless(
          stack
            .about(block, "aws_s3_bucket_versioning", "bucket")
            .some((versioning) =>
              blocks(versioning.body.versioning_configuration).some(({ status }) => status === "Enabled"),
            ),
          found(
            "no-versions",
            "no aws_s3_bucket_versioning enables versions of its objects: make it a SecureBucket",
          ),
        ),
        ...stack
          .about(block, "aws_s3_bucket_lifecycle_configuration", "bucket")
          .flatMap((lifecycle) => blocks(lifecycle.body.rule))
          .flatMap((rule) => blocks(rule.noncurrent_version_expiration))
          .map(({ noncurrent_days }) => number(noncurrent_days) ?? SHORTEST_DAYS)
          .filter((days) => days < SHORTEST_DAYS)
          .map((days) =>
            found(
              "short-versions",
              `earlier versions are deleted after ${days} days: keep them for ${SHORTEST_DAYS} or more`,
            ),
          ),
      ];
    }
    return [
      ...unless(
        (number(body.backup_retention_period) ?? 0) >= 1,
        found(
          "no-backups",
          "backup_retention_period is 0: set it to the environment's database.backupRetentionDays",
        ),
      ),
      ...unless(
        isTrue(body.copy_tags_to_snapshot),
        found(
          "untagged-snapshots",
          "copy_tags_to_snapshot is not true, so nobody knows whose a snapshot is: set it to true",
        ),
      ),
      ...unless(
        isTrue(body.auto_minor_version_upgrade),
        found(
          "minor-upgrades",
          "auto_minor_version_upgrade is not true, so security fixes wait for somebody: set it to true",
        ),
      ),
      ...unless(
        !isTrue(body.allow_major_version_upgrade),
        found(
          "major-upgrades",
          "allow_major_version_upgrade is true: set it for the one deploy that upgrades, with a snapshot before it",
        ),
      ),
    ];
  },
};
