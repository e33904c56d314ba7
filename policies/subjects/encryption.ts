import type { Check, Policy } from "../policy";
import { byType } from "../policy";
import type { SynthesizedStack } from "../synthesized-stack";
import { blocks, isObject, isTrue, list, text, unless, unlessTrue } from "../values";

/** The argument is true, and names the key of the environment. */
const storedEncrypted =
  (argument: string): Check =>
  ({ body }) => [
    ...unlessTrue(body, argument, "not-encrypted"),
    ...unless(
      body.kms_key_id !== undefined,
      "no-key",
      "kms_key_id is missing, which cannot be changed later: set the environment's key",
    ),
  ];

export const encryption: Policy = {
  name: "encryption",
  reason: "Stored data can be read by everyone who obtains the disk, the snapshot or the bucket.",
  source: 'AWS: "Data protection", Security Pillar, Well-Architected Framework',
  ...byType({
    aws_db_instance: storedEncrypted("storage_encrypted"),
    aws_elasticache_replication_group: storedEncrypted("at_rest_encryption_enabled"),
    aws_launch_template: ({ body }) => {
      const volumes = blocks(body.block_device_mappings).flatMap(({ ebs }) => blocks(ebs));
      return [
        ...unless(
          volumes.length > 0,
          "no-device",
          "block_device_mappings is missing, so the disk is encrypted only if the image is: add an encrypted device",
        ),
        ...volumes.flatMap(({ encrypted }) =>
          unless(
            isTrue(encrypted),
            "not-encrypted",
            "block_device_mappings.ebs.encrypted is not true: set it to true",
          ),
        ),
      ];
    },
    aws_ecr_repository: ({ body }) =>
      unless(
        blocks(body.encryption_configuration).some(
          ({ encryption_type, kms_key }) => encryption_type === "KMS" && kms_key !== undefined,
        ),
        "no-key",
        "encryption_configuration is not KMS, which cannot be changed later: set the environment's key",
      ),
    aws_s3_bucket: (block, stack) =>
      unless(
        stack.about(block, "aws_s3_bucket_server_side_encryption_configuration", "bucket").length > 0,
        "not-encrypted",
        "no aws_s3_bucket_server_side_encryption_configuration encrypts the bucket: use SecureBucket",
      ),
    aws_sqs_queue: ({ body }) =>
      unless(
        isTrue(body.sqs_managed_sse_enabled) || body.kms_master_key_id !== undefined,
        "not-encrypted",
        "neither sqs_managed_sse_enabled nor kms_master_key_id is set: set sqs_managed_sse_enabled to true",
      ),
    aws_sns_topic: ({ body }) =>
      unless(
        body.kms_master_key_id !== undefined,
        "no-key",
        "kms_master_key_id is missing: set the environment's key",
      ),
    aws_ssm_parameter: ({ body }) => [
      ...unless(
        body.type === "SecureString" || body.value_wo === undefined,
        "not-encrypted",
        "value_wo is a secret, and type is not SecureString: set it to SecureString",
      ),
      ...unless(
        body.type !== "SecureString" || body.key_id !== undefined,
        "no-key",
        "key_id is missing, so every principal that can read the parameter can decrypt it: set the environment's key",
      ),
    ],
    "terraform.backend.s3": ({ body }) =>
      unless(
        isTrue(body.encrypt),
        "not-encrypted",
        "encrypt is not true: set it to true, because the state contains sensitive data",
      ),
  }),
};

/** TLS 1.2 and newer with forward secrecy only (Elastic Load Balancing, "Security policies", 2026-11). */
const POLICIES = /^ELBSecurityPolicy-TLS13-1-[23](-Res)?(-FIPS)?(-PQ)?-20\d\d-\d\d$/;

/** The policy of a resource denies all requests without TLS, to every principal. */
const deniesPlain =
  (type: string, argument: string, action: string, parts: readonly string[] = [""]): Check =>
  (block, stack) => {
    const everything = parts.map((part) => `\${${block.address}.arn}${part}`);
    return unless(
      stack
        .about(block, type, argument)
        .flatMap(({ body }) => documentOf(body.policy, stack))
        .some(
          (statement) =>
            isDenialOfPlain(statement) &&
            list(statement.actions).includes(action) &&
            everything.every((part) => list(statement.resources).includes(part)),
        ),
      "plain-requests",
      `no ${type} denies requests without TLS (aws:SecureTransport): add a statement that denies every principal ` +
        `${action} on ${everything.join(" and ")}`,
    );
  };

const documentOf = (reference: unknown, stack: SynthesizedStack) =>
  blocks(stack.find("data.aws_iam_policy_document", reference)?.body.statement);

const isDenialOfPlain = (statement: Readonly<Record<string, unknown>>) =>
  statement.effect === "Deny" &&
  blocks(statement.principals).some(({ identifiers }) => list(identifiers).includes("*")) &&
  blocks(statement.condition).some(
    ({ variable, values }) => variable === "aws:SecureTransport" && list(values).includes("false"),
  );

export const tls: Policy = {
  name: "tls",
  reason: "The data can be read and changed in transit.",
  source: 'AWS: "Protecting data in transit", Security Pillar, Well-Architected Framework',
  ...byType({
    aws_lb_listener: ({ body }) => {
      if (body.protocol === "HTTPS") {
        return unless(
          POLICIES.test(text(body.ssl_policy) ?? ""),
          "old-policy",
          `ssl_policy is ${String(body.ssl_policy)}: write ELBSecurityPolicy-TLS13-1-2-2021-06 or a newer one`,
        );
      }
      const redirects = blocks(body.default_action).every(({ type, redirect }) =>
        type === "redirect" ? blocks(redirect).every(({ protocol }) => protocol === "HTTPS") : false,
      );
      return unless(
        redirects,
        "plain-listener",
        "the listener serves requests without TLS: redirect them to HTTPS",
      );
    },
    aws_db_instance: ({ body }, stack) =>
      unless(
        stack.find("aws_db_parameter_group", body.parameter_group_name) !== undefined,
        "no-parameter-group",
        "parameter_group_name names no group of the stack, and the default group of RDS accepts connections without TLS: set one",
      ),
    aws_db_parameter_group: ({ body }) =>
      unless(
        list(body.parameter).some(
          (parameter) =>
            isObject(parameter) && parameter.name === "require_secure_transport" && parameter.value === "1",
        ),
        "plain-connections",
        "require_secure_transport is not 1: set it to 1",
      ),
    aws_elasticache_replication_group: ({ body }) =>
      unless(
        isTrue(body.transit_encryption_enabled) && body.transit_encryption_mode === "required",
        "plain-connections",
        "the cache accepts connections without TLS: set transit_encryption_enabled to true and transit_encryption_mode to required",
      ),
    aws_s3_bucket: deniesPlain("aws_s3_bucket_policy", "bucket", "s3:*", ["", "/*"]),
    aws_sns_topic: deniesPlain("aws_sns_topic_policy", "arn", "sns:Publish"),
    aws_sqs_queue: deniesPlain("aws_sqs_queue_policy", "queue_url", "sqs:*"),
  }),
};

export const keyRotation: Policy = {
  name: "key-rotation",
  reason:
    "A key that is never rotated protects more and more data. Without a key policy, every principal of the account can be given its use.",
  source: 'AWS: "Rotate AWS KMS keys" and "Key policies in AWS KMS", AWS KMS Developer Guide',
  types: ["aws_kms_key"],
  check: ({ body }) => [
    ...unlessTrue(body, "enable_key_rotation", "no-rotation"),
    ...unless(
      body.policy !== undefined,
      "no-policy",
      "policy is missing: state which principals can use the key, and through which services",
    ),
  ],
};
