import type { Block, Finding, Policy } from "../policy";
import type { SynthesizedStack } from "../synthesized-stack";
import { blocks, found, isTrue, unless } from "../values";

type Check = (block: Block, stack: SynthesizedStack) => Finding[];

const CHECKS: Readonly<Record<string, Check>> = {
  aws_db_instance: ({ body }) => [
    ...unless(
      isTrue(body.storage_encrypted),
      found("not-encrypted", "storage_encrypted is not true: set it to true"),
    ),
    ...unless(
      body.kms_key_id !== undefined,
      found("no-key", "kms_key_id is missing, which cannot be changed later: name the environment's key"),
    ),
  ],
  aws_launch_template: ({ body }) => {
    const volumes = blocks(body.block_device_mappings).flatMap(({ ebs }) => blocks(ebs));
    return [
      ...unless(
        volumes.length > 0,
        found(
          "no-device",
          "block_device_mappings is missing, so its disk is as the image has it: describe one that is encrypted",
        ),
      ),
      ...volumes.flatMap(({ encrypted }) =>
        unless(
          isTrue(encrypted),
          found("not-encrypted", "block_device_mappings.ebs.encrypted is not true: set it to true"),
        ),
      ),
    ];
  },
  aws_ecr_repository: ({ body }) =>
    unless(
      blocks(body.encryption_configuration).some(
        ({ encryption_type, kms_key }) => encryption_type === "KMS" && kms_key !== undefined,
      ),
      found(
        "no-key",
        "encryption_configuration is not KMS, which cannot be changed later: name the environment's key",
      ),
    ),
  aws_s3_bucket: (block, stack) =>
    unless(
      stack.about(block, "aws_s3_bucket_server_side_encryption_configuration", "bucket").length > 0,
      found(
        "not-encrypted",
        "no aws_s3_bucket_server_side_encryption_configuration is about it: make it a SecureBucket",
      ),
    ),
  aws_sqs_queue: ({ body }) =>
    unless(
      isTrue(body.sqs_managed_sse_enabled) || body.kms_master_key_id !== undefined,
      found(
        "not-encrypted",
        "neither sqs_managed_sse_enabled nor kms_master_key_id is set: set the first to true",
      ),
    ),
  aws_sns_topic: ({ body }) =>
    unless(
      body.kms_master_key_id !== undefined,
      found("no-key", "kms_master_key_id is missing: name the environment's key"),
    ),
  aws_ssm_parameter: ({ body }) => [
    ...unless(
      body.type === "SecureString" || body.value_wo === undefined,
      found("not-encrypted", "value_wo is a secret, and type is not SecureString: set it to SecureString"),
    ),
    ...unless(
      body.type !== "SecureString" || body.key_id !== undefined,
      found(
        "no-key",
        "key_id is missing, so everybody who may read the parameter may decrypt it: name the environment's key",
      ),
    ),
  ],
  "terraform.backend.s3": ({ body }) =>
    unless(
      isTrue(body.encrypt),
      found("not-encrypted", "encrypt is not true: set it to true, as the state tells much"),
    ),
};

export const encryption: Policy = {
  name: "encryption",
  reason: "What is kept can be read by whoever gets hold of the disk, the snapshot or the bucket.",
  source: 'AWS: "Data protection", Security Pillar, Well-Architected Framework',
  types: Object.keys(CHECKS),
  check: (block, stack) => CHECKS[block.type]?.(block, stack) ?? [],
};
