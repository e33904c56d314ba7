import { at, remove, replace, set } from "./mutation";
import type { Weakening } from "./weakening";
import { rows } from "./weakening";

const SETTINGS = "aws_s3_bucket.settings_bucket";
const ACCESS_LOGS = "aws_s3_bucket.access-logs_bucket";
const REPOSITORY = "aws_ecr_repository.app-image_repository";
const FILE = "aws_s3_object.environment-file";

/** Every protection of buckets, of what is in them, and of images. */
export const STORAGE: readonly Weakening[] = [
  ...rows("production", {
    encryption: [
      [
        SETTINGS,
        "use SecureBucket",
        at(
          "aws_s3_bucket_server_side_encryption_configuration.settings_encryption",
          set("bucket", "another"),
        ),
      ],
      [REPOSITORY, "set the environment's key", set("encryption_configuration.0.encryption_type", "AES256")],
      [REPOSITORY, "set the environment's key", remove("encryption_configuration.0.kms_key")],
    ],
    "public-access": [
      ...["block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets"].map(
        (argument) =>
          [
            SETTINGS,
            "set them",
            at("aws_s3_bucket_public_access_block.settings_public-access", set(argument, false)),
          ] as const,
      ),
      [
        SETTINGS,
        "set BucketOwnerEnforced",
        at(
          "aws_s3_bucket_ownership_controls.settings_ownership",
          set("rule.object_ownership", "ObjectWriter"),
        ),
      ],
      [
        "data.aws_iam_policy_document.access-logs_bucket_policy-document",
        "statement LoadBalancers allows every principal",
        set("statement.LoadBalancers.principals.0.identifiers.0", "*"),
      ],
      [
        "data.aws_iam_policy_document.app-image_policy-document",
        "statement Push allows every principal",
        set("statement.Push.principals.0.identifiers.0", "*"),
      ],
    ],
    backups: [
      [
        ACCESS_LOGS,
        "use SecureBucket",
        at(
          "aws_s3_bucket_versioning.access-logs_bucket_versioning",
          set("versioning_configuration.status", "Suspended"),
        ),
      ],
      [
        SETTINGS,
        "keep them for 7 or more",
        at(
          "aws_s3_bucket_lifecycle_configuration.settings_lifecycle-rules",
          set("rule.0.noncurrent_version_expiration.0.noncurrent_days", 1),
        ),
      ],
    ],
    "deletion-protection": [
      [ACCESS_LOGS, "force_destroy is true", set("force_destroy", true)],
      [REPOSITORY, "force_delete is true", set("force_delete", true)],
    ],
    tls: [
      [
        SETTINGS,
        "aws:SecureTransport",
        at("data.aws_iam_policy_document.settings_policy-document", remove("statement.TlsOnly.resources.1")),
      ],
      [
        SETTINGS,
        "aws:SecureTransport",
        at(
          "data.aws_iam_policy_document.settings_policy-document",
          set("statement.TlsOnly.condition.aws:SecureTransport.values.0", "true"),
        ),
      ],
      [
        "aws_sqs_queue.queue_jobs",
        "aws:SecureTransport",
        at(
          "data.aws_iam_policy_document.queue_jobs-policy-document",
          set("statement.TlsOnly.effect", "Allow"),
        ),
      ],
      [
        SETTINGS,
        "denies every principal s3:*",
        at(
          "data.aws_iam_policy_document.settings_policy-document",
          set("statement.TlsOnly.principals.0.identifiers.0", "arn:aws:iam::123456789012:root"),
        ),
      ],
      [
        "aws_sqs_queue.queue_dead-letters",
        "denies every principal sqs:*",
        at(
          "data.aws_iam_policy_document.queue_dead-letters-policy-document",
          set("statement.TlsOnly.actions.0", "sqs:Get*"),
        ),
      ],
    ],
    "log-retention": [
      [
        "aws_lb.load-balancer",
        "logs.accessLogDays",
        at(
          "aws_s3_bucket_lifecycle_configuration.access-logs_bucket_lifecycle-rules",
          remove("rule.0.expiration"),
        ),
      ],
    ],
    "confused-deputy": [
      [
        "data.aws_iam_policy_document.access-logs_bucket_policy-document",
        "statement LoadBalancers trusts a service on behalf of any account",
        replace("statement.LoadBalancers.resources.0", "/AWSLogs/123456789012/*", "/*"),
      ],
    ],
    "deploys-kept": [
      [FILE, "earlier files get the content of the newest file", remove("lifecycle")],
      [
        FILE,
        "so they are deleted",
        replace("for_each", "data.aws_s3_objects.environment-file_earlier", "local.earlier"),
      ],
      ["aws_ssm_parameter.app-image_tag", "ignore changes of value", remove("lifecycle")],
    ],
    "image-tags": [
      [REPOSITORY, "set it to IMMUTABLE", set("image_tag_mutability", "MUTABLE")],
      [REPOSITORY, "scan_on_push", set("image_scanning_configuration.scan_on_push", false)],
    ],
    "running-images": [
      [
        "aws_ecr_lifecycle_policy.app-image_lifecycle-policy",
        "rule 2 counts deployed images with the others",
        replace("policy", '"tagStatus":"tagged","tagPrefixList":["deployed-"]', '"tagStatus":"any"'),
      ],
    ],
  }),
];
