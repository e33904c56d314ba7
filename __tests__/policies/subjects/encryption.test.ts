import { DbParameterGroup } from "@cdktf/provider-aws/lib/db-parameter-group";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter";
import { S3Backend } from "cdktf";
import {
  bucket,
  http,
  https,
  plainQueue,
  protectedDatabase,
  queue,
  repository,
  template,
  topic,
} from "../protected";
import * as policies from "../../../policies/subjects/encryption";
import { describePolicies } from "../describe-policies";

describePolicies(policies, {
  protects: {
    encryption: {
      "a database": [
        protectedDatabase,
        { storageEncrypted: false },
        "storage_encrypted is not true: set it to true",
      ],
      "a database's key": [protectedDatabase, { kmsKeyId: undefined }, "kms_key_id is missing"],
      "a host's volume that the image describes": [
        template,
        { blockDeviceMappings: undefined },
        "block_device_mappings is missing",
      ],
      "images, under AWS's key": [
        repository,
        { encryptionConfiguration: [{ encryptionType: "KMS" }] },
        "encryption_configuration is not KMS",
      ],
      "a host's volume": [
        template,
        { blockDeviceMappings: [{ ebs: {} }] },
        "block_device_mappings.ebs.encrypted is not true",
      ],
      images: [repository, { encryptionConfiguration: [] }, "encryption_configuration is not KMS"],
      "a bucket": [
        bucket,
        { encrypted: false },
        "no aws_s3_bucket_server_side_encryption_configuration encrypts the bucket",
      ],
      "a queue": [queue, { sqsManagedSseEnabled: false }, "aws_sqs_queue.jobs: neither"],
      "a topic": [
        (stack, change) => new SnsTopic(stack, "topic", { kmsMasterKeyId: "alias/shop", ...change }),
        { kmsMasterKeyId: undefined },
        "kms_master_key_id is missing",
      ],
      "a secret": [
        (stack, change) =>
          new SsmParameter(stack, "secret", {
            name: "/a",
            type: "SecureString",
            keyId: "alias/shop",
            ...change,
          }),
        { keyId: undefined },
        "key_id is missing",
      ],
      "a secret that is written as a plain one": [
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
      "the state": [
        (stack, change) => new S3Backend(stack, { bucket: "b", key: "k", encrypt: true, ...change }),
        { encrypt: false },
        "terraform.backend.s3: encrypt is not true",
      ],
    },
    "key-rotation": {
      "a key": [
        (stack, change) => new KmsKey(stack, "key", { enableKeyRotation: true, policy: "{}", ...change }),
        { enableKeyRotation: false },
        "enable_key_rotation is not true",
      ],
      "a key's policy": [
        (stack, change) => new KmsKey(stack, "key", { enableKeyRotation: true, policy: "{}", ...change }),
        { policy: undefined },
        "policy is missing",
      ],
    },
    tls: {
      "a listener with an old policy": [
        https,
        { sslPolicy: "ELBSecurityPolicy-2016-08" },
        "ssl_policy is ELBSecurityPolicy-2016-08: write ELBSecurityPolicy-TLS13-1-2-2021-06",
      ],
      "a listener that serves": [
        http,
        { defaultAction: [{ type: "forward" }] },
        "the listener serves requests without TLS: redirect them to HTTPS",
      ],
      "a database": [
        (stack, change) =>
          new DbParameterGroup(stack, "p", {
            family: "mysql8.4",
            parameter: [{ name: "require_secure_transport", value: "1" }],
            ...change,
          }),
        { parameter: [] },
        "require_secure_transport is not 1: set it to 1",
      ],
      "a bucket": [bucket, { overTlsOnly: false }, "no aws_s3_bucket_policy denies requests without TLS"],
      "the objects of a bucket": [
        bucket,
        { overTlsOnly: "the bucket alone" },
        "add a statement that denies every principal s3:* on ${aws_s3_bucket.bucket.arn} and ${aws_s3_bucket.bucket.arn}/*",
      ],
      "a topic": [
        topic,
        { action: "sns:Subscribe" },
        "no aws_sns_topic_policy denies requests without TLS (aws:SecureTransport)",
      ],
      "a database with RDS's own parameters": [
        (stack, change) =>
          protectedDatabase(stack, {
            parameterGroupName: new DbParameterGroup(stack, "p", {
              family: "mysql8.4",
              parameter: [{ name: "require_secure_transport", value: "1" }],
            }).name,
            ...change,
          }),
        { parameterGroupName: undefined },
        "the default group of RDS accepts connections without TLS",
      ],
      "a queue": [
        (stack, change) => ("plain" in (change ?? {}) ? plainQueue(stack) : queue(stack)),
        { plain: true },
        "no aws_sqs_queue_policy denies requests without TLS",
      ],
    },
  },
});
