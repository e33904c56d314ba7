import type { ExpectedWeakening } from "./weakening";
import { of } from "./weakening";

const SETTINGS = "aws_s3_bucket.settings_bucket";
const ACCESS_LOGS = "aws_s3_bucket.access-logs_bucket";
const REPOSITORY = "aws_ecr_repository.app-image";
const FILE = "aws_s3_object.environment-file";

/** Every protection of buckets, of what is in them, and of images. */
export const STORAGE: readonly ExpectedWeakening[] = [
  ...of("constructs/aws/secure-bucket", [
    [
      "encryption",
      SETTINGS,
      "make it a SecureBucket",
      'new S3BucketServerSideEncryptionConfigurationA(this, "encryption", {\n      bucket: bucket.id',
      'new S3BucketServerSideEncryptionConfigurationA(this, "encryption", {\n      bucket: "another"',
    ],
    ...["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"].map(
      (argument) => ["public-access", SETTINGS, "do so", `${argument}: true`, `${argument}: false`] as const,
    ),
    [
      "public-access",
      SETTINGS,
      "set BucketOwnerEnforced",
      'objectOwnership: "BucketOwnerEnforced"',
      'objectOwnership: "ObjectWriter"',
    ],
    [
      "backups",
      ACCESS_LOGS,
      "make it a SecureBucket",
      'versioningConfiguration: { status: "Enabled" }',
      'versioningConfiguration: { status: "Suspended" }',
    ],
    [
      "backups",
      SETTINGS,
      "keep them for 7 or more",
      "const NONCURRENT_DAYS = 30",
      "const NONCURRENT_DAYS = 1",
    ],
    [
      "deletion-protection",
      ACCESS_LOGS,
      "force_destroy is true",
      "forceDestroy: forceDestroy !== undefined",
      "forceDestroy: true",
    ],
    ["tls", SETTINGS, "aws:SecureTransport", "[bucket.arn, `${bucket.arn}/*`]", "[bucket.arn]"],
  ]),
  ...of("constructs/aws/tls-only", [
    ["tls", SETTINGS, "aws:SecureTransport", 'values: ["false"]', 'values: ["true"]'],
    ["tls", "aws_sqs_queue.queue_jobs", "aws:SecureTransport", 'effect: "Deny"', 'effect: "Allow"'],
    [
      "tls",
      SETTINGS,
      "denies everybody s3:*",
      'principals: [{ type: "*", identifiers: ["*"] }]',
      'principals: [{ type: "AWS", identifiers: ["arn:aws:iam::123456789012:root"] }]',
    ],
    [
      "tls",
      "aws_sqs_queue.queue_dead-letters",
      "denies everybody sqs:*",
      "actions: [`${service}:*`]",
      "actions: [`${service}:Get*`]",
    ],
  ]),
  ...of("constructs/network/access-logs", [
    ["log-retention", "aws_lb.load-balancer", "logs.accessLogDays", "expireAfterDays: retentionDays,", ""],
    [
      "confused-deputy",
      "data.aws_iam_policy_document.access-logs_bucket",
      "statement LoadBalancers trusts a service on behalf of any account",
      "`${bucketArn}/AWSLogs/${accountId}/*`",
      "`${bucketArn}/*`",
    ],
    [
      "public-access",
      "data.aws_iam_policy_document.access-logs_bucket",
      "statement LoadBalancers allows everybody",
      '[{ type: "Service", identifiers: ["logdelivery.elasticloadbalancing.amazonaws.com"] }]',
      '[{ type: "AWS", identifiers: ["*"] }]',
    ],
  ]),
  ...of("constructs/containers/environment-file", [
    [
      "deploys-kept",
      FILE,
      "the earlier files would get the content of the newest",
      'lifecycle: { ignoreChanges: ["content"] },',
      "",
    ],
    [
      "deploys-kept",
      FILE,
      "so they would be deleted",
      "Fn.concat([earlier.keys, [key.asString]])",
      "[key.asString]",
    ],
  ]),
  ...of("constructs/containers/image-repository", [
    ["image-tags", REPOSITORY, "set it to IMMUTABLE", '"IMMUTABLE"', '"MUTABLE"'],
    ["image-tags", REPOSITORY, "scan_on_push", "scanOnPush: true", "scanOnPush: false"],
    [
      "encryption",
      REPOSITORY,
      "name the environment's key",
      'encryptionType: "KMS"',
      'encryptionType: "AES256"',
    ],
    ["encryption", REPOSITORY, "name the environment's key", ", kmsKey: key.arn", ""],
    [
      "deletion-protection",
      REPOSITORY,
      "force_delete is true",
      "      forceDelete,\n    });",
      "      forceDelete: true,\n    });",
    ],
    [
      "running-images",
      "aws_ecr_lifecycle_policy.app-image",
      "rule 2 counts deployed images with the others",
      'tagStatus: "tagged",\n      tagPrefixList: [DEPLOYED],',
      'tagStatus: "any",',
    ],
    [
      "public-access",
      "data.aws_iam_policy_document.app-image",
      "statement Push allows everybody",
      "identifiers: [pushedBy]",
      'identifiers: ["*"]',
    ],
    [
      "deploys-kept",
      "aws_ssm_parameter.app-image_tag",
      "ignore changes of value",
      '      lifecycle: { ignoreChanges: ["value"] },\n',
      "",
    ],
  ]),
];
