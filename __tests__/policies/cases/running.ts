import { AutoscalingGroup } from "@cdktf/provider-aws/lib/autoscaling-group";
import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { DataAwsSsmParameter } from "@cdktf/provider-aws/lib/data-aws-ssm-parameter";
import { EcsService } from "@cdktf/provider-aws/lib/ecs-service";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import type { Case } from "../protected";
import { container, eventTarget, protectedDatabase, queue, repository, task, template } from "../protected";
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
