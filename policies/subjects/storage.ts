import { containersOf, nameOf, titleOf } from "../containers";
import type { Policy } from "../policy";
import { blocks, found, isObject, isTrue, list, number, text, unless } from "../values";

/** The time in which a mistake is noticed, weekends included. */
const SHORTEST_DAYS = 7;

export const backups: Policy = {
  name: "backups",
  reason: "A mistake or a failed upgrade cannot be undone.",
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
          "no-versions",
          "no aws_s3_bucket_versioning enables versions of its objects: use SecureBucket",
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
        "no-backups",
        "backup_retention_period is 0: set it to the environment's database.backupRetentionDays",
      ),
      ...unless(
        isTrue(body.copy_tags_to_snapshot),
        "untagged-snapshots",
        "copy_tags_to_snapshot is not true, so snapshots have no owner or environment: set it to true",
      ),
      ...unless(
        isTrue(body.auto_minor_version_upgrade),
        "minor-upgrades",
        "auto_minor_version_upgrade is not true, so security fixes are not installed: set it to true",
      ),
      ...unless(
        !isTrue(body.allow_major_version_upgrade),
        "major-upgrades",
        "allow_major_version_upgrade is true: set it only for the deploy that upgrades, after a snapshot",
      ),
    ];
  },
};

export const imageTags: Policy = {
  name: "image-tags",
  reason:
    "A tag that can be overwritten makes a rollback start another image than the one that ran, without a scan.",
  source: 'AWS: "Preventing image tags from being overwritten in Amazon ECR", Amazon ECR User Guide',
  types: ["aws_ecr_repository", "aws_ecs_task_definition"],
  check: (block, stack) => {
    if (block.type === "aws_ecs_task_definition") {
      return containersOf(block, stack).flatMap((container) => {
        const image = text(container.image) ?? "known:later";
        const pinned = image.includes("@sha256:") || (/:[^/]+$/.test(image) && !image.endsWith(":latest"));
        return unless(
          pinned,
          "moving-tag",
          `${titleOf(container)} runs ${image}: use a tag that is never overwritten`,
          nameOf(container),
        );
      });
    }
    return [
      ...unless(
        block.body.image_tag_mutability === "IMMUTABLE",
        "mutable",
        "image_tag_mutability is not IMMUTABLE: set it to IMMUTABLE",
      ),
      ...unless(
        blocks(block.body.image_scanning_configuration).some(({ scan_on_push }) => isTrue(scan_on_push)),
        "no-scan",
        "image_scanning_configuration.scan_on_push is not true: set it to true",
      ),
    ];
  },
};

/** Whether it looks at images whatever their tags are. */
const isAboutAny = (selection: Readonly<Record<string, unknown>>) =>
  selection.tagStatus === "any" || (selection.tagStatus === "tagged" && !isAboutSome(selection));

const isAboutSome = ({ tagPrefixList, tagPatternList }: Readonly<Record<string, unknown>>) =>
  list(tagPrefixList).length + list(tagPatternList).length > 0;

export const runningImages: Policy = {
  name: "running-images",
  reason: "When enough other images are pushed, the running image is deleted and no new task can start.",
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
          `rule ${priority} counts deployed images with the others: add a rule before it for the tags of deployed images`,
      );
  },
};
