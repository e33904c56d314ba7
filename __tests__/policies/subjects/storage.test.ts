import { EcrLifecyclePolicy } from "@cdktf/provider-aws/lib/ecr-lifecycle-policy";
import type { Protected } from "../protected";
import { bucket, container, protectedDatabase, repository } from "../protected";
import * as policies from "../../../policies/subjects/storage";
import { describePolicies } from "../describe-policies";

const images: Protected = (stack, change: { deployedFirst?: boolean } = {}) => {
  const rules = [
    { rulePriority: 1, selection: { tagStatus: "tagged", tagPrefixList: ["deployed-"], countNumber: 50 } },
    { rulePriority: 2, selection: { tagStatus: "any", countNumber: 500 } },
  ];
  return new EcrLifecyclePolicy(stack, "images", {
    repository: "r",
    policy: JSON.stringify({ rules: change.deployedFirst === false ? rules.slice(1) : rules }),
  });
};

describePolicies(policies, {
  protects: {
    backups: {
      "a database": [protectedDatabase, { backupRetentionPeriod: 0 }, "backup_retention_period is 0"],
      "snapshots' tags": [
        protectedDatabase,
        { copyTagsToSnapshot: false },
        "copy_tags_to_snapshot is not true",
      ],
      "security fixes": [
        protectedDatabase,
        { autoMinorVersionUpgrade: false },
        "auto_minor_version_upgrade is not true",
      ],
      "a major upgrade by accident": [
        protectedDatabase,
        { allowMajorVersionUpgrade: true },
        "allow_major_version_upgrade is true",
      ],
      "a bucket's versions": [bucket, { versioned: false }, "no aws_s3_bucket_versioning enables versions"],
      "a bucket's earlier versions": [
        bucket,
        { noncurrentDays: 1 },
        "earlier versions are deleted after 1 days",
      ],
    },
    "running-images": {
      "in a repository": [images, { deployedFirst: false }, "rule 2 counts deployed images with the others"],
    },
    "image-tags": {
      "a repository": [
        repository,
        { imageTagMutability: "MUTABLE" },
        "image_tag_mutability is not IMMUTABLE",
      ],
      scanning: [
        repository,
        { imageScanningConfiguration: { scanOnPush: false } },
        "scan_on_push is not true",
      ],
      "what runs": [
        container,
        { image: "app:latest" },
        'container "app" runs app:latest: use a tag that is never overwritten',
      ],
      "what runs, without a tag": [
        container,
        { image: "registry:5000/app" },
        'container "app" runs registry:5000/app',
      ],
    },
  },
});
