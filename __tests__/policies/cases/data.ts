import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { S3Backend } from "cdktf";
import type { Case } from "../protected";
import { bucket, loadBalancer, protectedDatabase, queue, repository, task, template } from "../protected";

export const DATA: readonly Case[] = [
  [
    "encryption",
    "a database",
    protectedDatabase,
    { storageEncrypted: false },
    "storage_encrypted is not true: set it to true",
  ],
  ["encryption", "a database's key", protectedDatabase, { kmsKeyId: undefined }, "kms_key_id is missing"],
  [
    "encryption",
    "a host's volume that the image describes",
    template,
    { blockDeviceMappings: undefined },
    "block_device_mappings is missing",
  ],
  [
    "encryption",
    "images, under AWS's key",
    repository,
    { encryptionConfiguration: [{ encryptionType: "KMS" }] },
    "encryption_configuration is not KMS",
  ],
  [
    "encryption",
    "a host's volume",
    template,
    { blockDeviceMappings: [{ ebs: {} }] },
    "block_device_mappings.ebs.encrypted is not true",
  ],
  [
    "encryption",
    "images",
    repository,
    { encryptionConfiguration: [] },
    "encryption_configuration is not KMS",
  ],
  [
    "encryption",
    "a bucket",
    bucket,
    { encrypted: false },
    "no aws_s3_bucket_server_side_encryption_configuration is about it",
  ],
  ["encryption", "a queue", queue, { sqsManagedSseEnabled: false }, "aws_sqs_queue.jobs: neither"],
  [
    "encryption",
    "a topic",
    (stack, change) => new SnsTopic(stack, "topic", { kmsMasterKeyId: "alias/shop", ...change }),
    { kmsMasterKeyId: undefined },
    "kms_master_key_id is missing",
  ],
  [
    "encryption",
    "a secret",
    (stack, change) =>
      new SsmParameter(stack, "secret", { name: "/a", type: "SecureString", keyId: "alias/shop", ...change }),
    { keyId: undefined },
    "key_id is missing",
  ],
  [
    "encryption",
    "a secret that is written as a plain one",
    (stack, change) =>
      new SsmParameter(stack, "secret", {
        name: "/a",
        type: "SecureString",
        keyId: "alias/shop",
        valueWo: "a",
        valueWoVersion: 1,
        ...change,
      }),
    { type: "String" },
    "value_wo is a secret, and type is not SecureString",
  ],
  [
    "encryption",
    "the state",
    (stack, change) => new S3Backend(stack, { bucket: "b", key: "k", encrypt: true, ...change }),
    { encrypt: false },
    "terraform.backend.s3: encrypt is not true",
  ],
  ["backups", "a database", protectedDatabase, { backupRetentionPeriod: 0 }, "backup_retention_period is 0"],
  [
    "backups",
    "snapshots' tags",
    protectedDatabase,
    { copyTagsToSnapshot: false },
    "copy_tags_to_snapshot is not true",
  ],
  [
    "backups",
    "security fixes",
    protectedDatabase,
    { autoMinorVersionUpgrade: false },
    "auto_minor_version_upgrade is not true",
  ],
  [
    "backups",
    "a major upgrade by accident",
    protectedDatabase,
    { allowMajorVersionUpgrade: true },
    "allow_major_version_upgrade is true",
  ],
  [
    "backups",
    "a bucket's versions",
    bucket,
    { versioned: false },
    "no aws_s3_bucket_versioning enables versions",
  ],
  [
    "backups",
    "a bucket's earlier versions",
    bucket,
    { noncurrentDays: 1 },
    "earlier versions are deleted after 1 days",
  ],
  [
    "adopted-resources",
    "a network",
    (stack, change: { ignored?: string } = {}) => {
      const vpc = new Vpc(stack, "vpc", { cidrBlock: "10.0.0.0/16" });
      vpc.importFrom("vpc-1");
      vpc.addOverride("lifecycle.ignore_changes", change.ignored ?? "all");
    },
    { ignored: ["tags"] },
    'it is imported, and lifecycle.ignore_changes is not "all"',
  ],
  [
    "safe-applies",
    "to one account",
    (stack, change) => new AwsProvider(stack, "aws", { allowedAccountIds: ["111122223333"], ...change }),
    { allowedAccountIds: undefined },
    "provider.aws: allowed_account_ids is missing",
  ],
  [
    "safe-applies",
    "one after the other",
    (stack, change: { lock?: boolean } = {}) => {
      new AwsProvider(stack, "aws", { allowedAccountIds: ["111122223333"] });
      new S3Backend(stack, { bucket: "b", key: "k" }).addOverride("use_lockfile", change.lock ?? true);
    },
    { lock: false },
    "use_lockfile is not true, so the state has no lock",
  ],
  [
    "deletion-protection",
    "a key's time to come back",
    (stack, change) =>
      new KmsKey(stack, "key", { lifecycle: { preventDestroy: true }, deletionWindowInDays: 30, ...change }),
    { deletionWindowInDays: 7 },
    "deletion_window_in_days is below 30",
  ],
  [
    "deletion-protection",
    "a database",
    protectedDatabase,
    { deletionProtection: false },
    "deletion_protection is not true",
  ],
  [
    "deletion-protection",
    "its last snapshot",
    protectedDatabase,
    { skipFinalSnapshot: true },
    "skip_final_snapshot is true",
  ],
  [
    "deletion-protection",
    "its backups",
    protectedDatabase,
    { deleteAutomatedBackups: true },
    "delete_automated_backups is not false",
  ],
  [
    "deletion-protection",
    "from Terraform",
    protectedDatabase,
    { lifecycle: {} },
    "lifecycle.prevent_destroy is not true",
  ],
  [
    "deletion-protection",
    "a key",
    (stack, change) => new KmsKey(stack, "key", { lifecycle: { preventDestroy: true }, ...change }),
    { lifecycle: {} },
    "lifecycle.prevent_destroy is not true",
  ],
  [
    "deletion-protection",
    "a load balancer",
    loadBalancer,
    { enableDeletionProtection: false },
    "enable_deletion_protection is not true",
  ],
  ["deletion-protection", "images", repository, { forceDelete: true }, "force_delete is true"],
  ["deletion-protection", "a bucket", bucket, { forceDestroy: true }, "force_destroy is true"],
  ["deletion-protection", "revisions", task, { skipDestroy: false }, "skip_destroy is not true"],
  [
    "key-rotation",
    "a key",
    (stack, change) => new KmsKey(stack, "key", { enableKeyRotation: true, policy: "{}", ...change }),
    { enableKeyRotation: false },
    "enable_key_rotation is not true",
  ],
  [
    "key-rotation",
    "a key's policy",
    (stack, change) => new KmsKey(stack, "key", { enableKeyRotation: true, policy: "{}", ...change }),
    { policy: undefined },
    "policy is missing",
  ],
];
