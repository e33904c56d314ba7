import { AutoscalingGroup } from "@cdktf/provider-aws/lib/autoscaling-group";
import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { DataAwsSsmParameter } from "@cdktf/provider-aws/lib/data-aws-ssm-parameter";
import { EcsService } from "@cdktf/provider-aws/lib/ecs-service";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketLifecycleConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";
import type { Case } from "../protected";
import {
  container,
  eventTarget,
  loadBalancer,
  protectedDatabase,
  queue,
  repository,
  task,
  template,
} from "../protected";
import { lambda, schedule } from "../resources";

export const TAGS = { application: "shop", environment: "test", stack: "base", "managed-by": "cdktf" };
const UNTAGGED = { ...TAGS, stack: undefined };
const asTags = (tags: Readonly<Record<string, string | undefined>>) =>
  Object.entries(tags).flatMap(([key, value]) => (value ? [{ key, value, propagateAtLaunch: true }] : []));

export const RUNNING: readonly Case[] = [
  [
    "container-hardening",
    "privileges",
    container,
    { privileged: true },
    'container "app" is privileged: remove privileged',
  ],
  [
    "container-hardening",
    "the user",
    container,
    { user: "0:0" },
    'container "app" runs as root or as a name',
  ],
  [
    "container-hardening",
    "no user",
    container,
    { user: undefined },
    'container "app" runs as root or as a name',
  ],
  [
    "container-hardening",
    "the root file system",
    container,
    { readonlyRootFilesystem: false },
    'container "app" can write its root file system',
  ],
  [
    "container-hardening",
    "capabilities",
    container,
    { linuxParameters: {} },
    'container "app" keeps capabilities',
  ],
  [
    "container-hardening",
    "new privileges",
    container,
    { dockerSecurityOptions: [] },
    'container "app" can gain privileges',
  ],
  [
    "container-hardening",
    "what is written to memory",
    container,
    {
      linuxParameters: {
        capabilities: { drop: ["ALL"] },
        tmpfs: [{ containerPath: "/tmp", size: 64, mountOptions: ["rw", "nosuid", "nodev"] }],
      },
    },
    'container "app" can run what it writes to /tmp: add nosuid, nodev, noexec to mountOptions',
  ],
  [
    "container-hardening",
    "a shell",
    (stack, change) => new EcsService(stack, "s", { name: "web", enableExecuteCommand: false, ...change }),
    { enableExecuteCommand: true },
    "enable_execute_command is true, so whoever may call it has a shell in every container",
  ],
  ["container-hardening", "the host's network", task, { networkMode: "host" }, "network_mode is host"],
  ["container-hardening", "the host's processes", task, { pidMode: "host" }, "pid_mode is set"],
  [
    "container-hardening",
    "one role for two",
    task,
    { executionRoleArn: "arn:task" },
    "task_role_arn and execution_role_arn are one",
  ],
  [
    "container-logs",
    "a container",
    container,
    { logConfiguration: undefined },
    'container "app" has no logConfiguration',
  ],
  [
    "container-logs",
    "a container that waits for them",
    container,
    { logConfiguration: { logDriver: "awslogs", options: { mode: "blocking" } } },
    'container "app" stops when CloudWatch Logs does not answer',
  ],
  [
    "log-retention",
    "a database",
    (stack, change) => {
      new CloudwatchLogGroup(stack, "g", { name: "/aws/rds/instance/shop/error", retentionInDays: 30 });
      protectedDatabase(stack, { identifier: "shop", enabledCloudwatchLogsExports: ["error"], ...change });
    },
    { enabledCloudwatchLogsExports: ["error", "slowquery"] },
    "no log group is named /aws/rds/instance/shop/slowquery, so RDS makes one without a retention",
  ],
  [
    "log-retention",
    "a load balancer",
    (stack, change: { days?: number } = {}) => {
      const bucket = new S3Bucket(stack, "logs", {});
      new S3BucketLifecycleConfiguration(stack, "lifecycle", {
        bucket: bucket.id,
        rule: [{ id: "sweep", status: "Enabled", expiration: [{ days: change.days ?? 90 }] }],
      });
      loadBalancer(stack, { accessLogs: { bucket: bucket.id, enabled: true } });
    },
    { days: 0 },
    "its access logs are never deleted: set their bucket's expireAfterDays to logs.accessLogDays",
  ],
  [
    "log-retention",
    "a group",
    (stack, change) => new CloudwatchLogGroup(stack, "g", { retentionInDays: 30, ...change }),
    { retentionInDays: undefined },
    "retention_in_days is not set",
  ],
  [
    "log-retention",
    "a function",
    (stack, change) => {
      new CloudwatchLogGroup(stack, "g", { name: "/aws/lambda/notifier", retentionInDays: 30 });
      return lambda(stack, change ?? {});
    },
    { functionName: "other" },
    "no log group is named /aws/lambda/other",
  ],
  [
    "image-tags",
    "a repository",
    repository,
    { imageTagMutability: "MUTABLE" },
    "image_tag_mutability is not IMMUTABLE",
  ],
  [
    "image-tags",
    "scanning",
    repository,
    { imageScanningConfiguration: { scanOnPush: false } },
    "scan_on_push is not true",
  ],
  [
    "image-tags",
    "what runs",
    container,
    { image: "app:latest" },
    'container "app" runs app:latest: name a tag that is never moved',
  ],
  [
    "image-tags",
    "what runs, without a tag",
    container,
    { image: "registry:5000/app" },
    'container "app" runs registry:5000/app',
  ],
  [
    "deployment-rollbacks",
    "a service",
    (stack, change) =>
      new EcsService(stack, "s", {
        name: "web",
        deploymentCircuitBreaker: { enable: true, rollback: true },
        ...change,
      }),
    { deploymentCircuitBreaker: { enable: true, rollback: false } },
    "does not enable both the breaker and the rollback",
  ],
  [
    "dead-letters",
    "a queue",
    queue,
    { redrivePolicy: undefined },
    "aws_sqs_queue.jobs: redrive_policy is missing",
  ],
  [
    "dead-letters",
    "a function",
    (stack, change) => lambda(stack, { deadLetterConfig: { targetArn: "arn" }, ...change }),
    { deadLetterConfig: undefined },
    "it has no dead_letter_config",
  ],
  [
    "dead-letters",
    "a queue that forgets",
    queue,
    { messageRetentionSeconds: 345_600 },
    "aws_sqs_queue.jobs: message_retention_seconds is not 1209600",
  ],
  [
    "dead-letters",
    "an event target",
    eventTarget,
    { deadLetterConfig: undefined },
    "it has no dead_letter_config",
  ],
  [
    "dead-letters",
    "a schedule",
    (stack, change) =>
      schedule(stack, {
        target: { arn: "arn", roleArn: "arn", deadLetterConfig: { arn: "arn" } },
        ...change,
      }),
    { target: { arn: "arn", roleArn: "arn" } },
    "target has no dead_letter_config",
  ],
  [
    "tags",
    "everything",
    (stack, change) => new AwsProvider(stack, "aws", { defaultTags: [{ tags: TAGS }], ...change }),
    { defaultTags: [{ tags: UNTAGGED }] },
    "provider.aws: default_tags has no stack: add them",
  ],
  [
    "tags",
    "hosts",
    (stack, change) =>
      new AutoscalingGroup(stack, "g", { minSize: 1, maxSize: 2, tag: asTags(TAGS), ...change }),
    { tag: asTags(UNTAGGED) },
    "tag with propagate_at_launch has no stack",
  ],
  [
    "tags",
    "their volumes",
    template,
    { tagSpecifications: [] },
    "tag_specifications of volume has no application, environment, stack, managed-by",
  ],
  [
    "tags",
    "tasks",
    (stack, change) => new EcsService(stack, "s", { name: "web", propagateTags: "SERVICE", ...change }),
    { propagateTags: "NONE" },
    "propagate_tags is not SERVICE",
  ],
  [
    "end-of-support",
    "a database",
    protectedDatabase,
    { engineVersion: "8.0.40" },
    "engine_version is 8.0.40, without support since 2026-07-31: move to 8.4",
  ],
  [
    "end-of-support",
    "a database that is billed for it",
    protectedDatabase,
    { engineLifecycleSupport: "open-source-rds-extended-support" },
    "engine_lifecycle_support is not open-source-rds-extended-support-disabled",
  ],
  [
    "end-of-support",
    "a version nobody knows",
    protectedDatabase,
    { engineVersion: "9.9" },
    "engine_version is 9.9, of which no end of support is known",
  ],
  [
    "end-of-support",
    "a function",
    (stack, change) => lambda(stack, { runtime: "nodejs22.x", ...change }),
    { runtime: "nodejs20.x" },
    "runtime is nodejs20.x, without support since 2026-04-30: move to nodejs24.x",
  ],
  [
    "end-of-support",
    "hosts",
    (stack, change) =>
      new DataAwsSsmParameter(stack, "ami", {
        name: "/aws/service/ecs/optimized-ami/amazon-linux-2023/x",
        ...change,
      }),
    { name: "/aws/service/ecs/optimized-ami/amazon-linux-2/x" },
    "the AMI is of Amazon Linux 2, without support since 2026-06-30: move to 2023",
  ],
];
