import type { ExpectedWeakening } from "./weakening";
import { of } from "./weakening";

const DATABASE = "aws_db_instance.database_instance";
const KEY = "aws_kms_key.key";

/** Every protection of what keeps data. */
export const DATA: readonly ExpectedWeakening[] = [
  ...of("constructs/database", [
    ["encryption", DATABASE, "set it to true", "storageEncrypted: true", "storageEncrypted: false"],
    ["public-access", DATABASE, "set it to false", "publiclyAccessible: false", "publiclyAccessible: true"],
    [
      "backups",
      DATABASE,
      "backup_retention_period is 0",
      "backupRetentionPeriod: settings.backupRetentionDays",
      "backupRetentionPeriod: 0",
    ],
    ["backups", DATABASE, "set it to true", "copyTagsToSnapshot: true", "copyTagsToSnapshot: false"],
    [
      "backups",
      DATABASE,
      "set it to true",
      "autoMinorVersionUpgrade: true",
      "autoMinorVersionUpgrade: false",
    ],
    [
      "backups",
      DATABASE,
      "for the one deploy that upgrades",
      "allowMajorVersionUpgrade: false",
      "allowMajorVersionUpgrade: true",
    ],
    [
      "deletion-protection",
      DATABASE,
      "deletion_protection is not true",
      "deletionProtection: settings.deletionProtection,",
      "deletionProtection: false,",
    ],
    [
      "deletion-protection",
      DATABASE,
      "skip_final_snapshot is true",
      "skipFinalSnapshot: !settings.finalSnapshot",
      "skipFinalSnapshot: true",
    ],
    [
      "deletion-protection",
      DATABASE,
      "delete_automated_backups is not false",
      "deleteAutomatedBackups: !settings.finalSnapshot",
      "deleteAutomatedBackups: true",
    ],
    [
      "deletion-protection",
      DATABASE,
      "prevent_destroy is not true",
      "preventDestroy: settings.deletionProtection",
      "preventDestroy: false",
    ],
    [
      "end-of-support",
      DATABASE,
      "without support since 2026-07-31",
      "engineVersion: settings.engineVersion",
      'engineVersion: "8.0"',
    ],
    [
      "tls",
      "aws_db_parameter_group.database_parameters",
      "set it to 1",
      'name: "require_secure_transport", value: "1"',
      'name: "require_secure_transport", value: "0"',
    ],
    ["plain-secrets", DATABASE, "use password_wo", "passwordWo: password.value", "password: password.value"],
    [
      "log-retention",
      "aws_cloudwatch_log_group.database_error-log",
      "logs.retentionDays",
      "          retentionInDays,\n",
      "",
    ],
  ]),
  ...of("constructs/encryption-key", [
    ["key-rotation", KEY, "set it to true", "enableKeyRotation: true", "enableKeyRotation: false"],
    ["key-rotation", KEY, "policy is missing", "policy: this.policy.json,", ""],
    [
      "deletion-protection",
      KEY,
      "prevent_destroy is not true",
      "lifecycle: { preventDestroy }",
      "lifecycle: {}",
    ],
  ]),
  ...of("constructs/image-repository", [
    ["image-tags", "aws_ecr_repository.app-image", "set it to IMMUTABLE", '"IMMUTABLE"', '"MUTABLE"'],
    ["image-tags", "aws_ecr_repository.app-image", "scan_on_push", "scanOnPush: true", "scanOnPush: false"],
    [
      "encryption",
      "aws_ecr_repository.app-image",
      "name the environment's key",
      'encryptionType: "KMS"',
      'encryptionType: "AES256"',
    ],
    [
      "deletion-protection",
      "aws_ecr_repository.app-image",
      "force_delete is true",
      "      forceDelete,\n    });",
      "      forceDelete: true,\n    });",
    ],
  ]),
  ...of("constructs/secure-bucket", [
    [
      "encryption",
      "aws_s3_bucket.settings_bucket",
      "make it a SecureBucket",
      'new S3BucketServerSideEncryptionConfigurationA(this, "encryption", {\n      bucket: bucket.id',
      'new S3BucketServerSideEncryptionConfigurationA(this, "encryption", {\n      bucket: "another"',
    ],
    [
      "public-access",
      "aws_s3_bucket.settings_bucket",
      "restrict_public_buckets",
      "restrictPublicBuckets: true",
      "restrictPublicBuckets: false",
    ],
    [
      "backups",
      "aws_s3_bucket.access-logs_bucket",
      "make it a SecureBucket",
      'versioningConfiguration: { status: "Enabled" }',
      'versioningConfiguration: { status: "Suspended" }',
    ],
    [
      "deletion-protection",
      "aws_s3_bucket.access-logs_bucket",
      "force_destroy is true",
      "forceDestroy: forceDestroy !== undefined",
      "forceDestroy: true",
    ],
  ]),
  ...of("constructs/secret-parameter", [
    ["encryption", "aws_ssm_parameter.secret-APP_KEY", "name the environment's key", "keyId: key.arn,", ""],
    [
      "plain-secrets",
      "aws_ssm_parameter.secret-APP_KEY",
      "use value_wo",
      "valueWo: this.valueFrom",
      "value: this.valueFrom",
    ],
  ]),
  ...of("constructs/tls-only", [
    ["tls", "aws_s3_bucket.settings_bucket", "aws:SecureTransport", 'values: ["false"]', 'values: ["true"]'],
    ["tls", "aws_sqs_queue.queue_jobs", "aws:SecureTransport", 'effect: "Deny"', 'effect: "Allow"'],
  ]),
];
