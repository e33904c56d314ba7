import { AutoscalingGroup } from "@cdktf/provider-aws/lib/autoscaling-group";
import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { EcsCapacityProvider } from "@cdktf/provider-aws/lib/ecs-capacity-provider";
import { EcsTaskDefinition } from "@cdktf/provider-aws/lib/ecs-task-definition";
import { EcsCluster } from "@cdktf/provider-aws/lib/ecs-cluster";
import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { LaunchTemplate } from "@cdktf/provider-aws/lib/launch-template";
import { Lb } from "@cdktf/provider-aws/lib/lb";
import { LbTargetGroup } from "@cdktf/provider-aws/lib/lb-target-group";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter";
import { Subnet } from "@cdktf/provider-aws/lib/subnet";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { Fn } from "cdktf";
import { RULES } from "../../policies/policies";
import { resolve } from "../config/change";
import { database, lambda, listener, schedule, service, task } from "./resources";
import type { Build } from "./synth";
import { synth } from "./synth";

type Mistake = readonly [words: string, policy: string, build: Build, message: string];

const SECRETS = "arn:aws:ssm:eu-west-1:111122223333:parameter/shop-test/secret";

/** What a real provider was seen to let through, or to catch only after synthesis: 36 mistakes. */
const MISTAKES: readonly Mistake[] = [
  // Terraform's validate would catch these ...
  [
    "bad CIDR host bits",
    "address-ranges",
    (stack) => new Vpc(stack, "vpc", { cidrBlock: "10.0.0.1/16" }),
    "aws_vpc.vpc: cidr_block is 10.0.0.1/16: write 10.0.0.0/16",
  ],
  [
    "KMS window 3",
    "argument-values",
    (stack) => new KmsKey(stack, "key", { deletionWindowInDays: 3 }),
    "aws_kms_key.key: deletion_window_in_days is 3: choose 7 to 30",
  ],
  [
    "Lambda timeout 901",
    "argument-values",
    (stack) => lambda(stack, { timeout: 901 }),
    "aws_lambda_function.function: timeout is 901: choose 1 to 900",
  ],
  [
    "LB name > 32",
    "physical-names",
    (stack) => new Lb(stack, "lb", { name: "a".repeat(33), subnets: ["subnet-1", "subnet-2"] }),
    "(33 characters): use at most 32 letters, digits and inner hyphens, not beginning with internal-",
  ],
  [
    "log retention 13",
    "argument-values",
    (stack) => new CloudwatchLogGroup(stack, "log", { name: "/shop", retentionInDays: 13 }),
    "aws_cloudwatch_log_group.log: retention_in_days is 13: choose one of 0, 1, 3, 5, 7, 14",
  ],
  [
    "SQS visibility 50000",
    "argument-values",
    (stack) => new SqsQueue(stack, "queue", { name: "jobs", visibilityTimeoutSeconds: 50_000 }),
    "aws_sqs_queue.queue: visibility_timeout_seconds is 50000: choose 0 to 43200",
  ],
  [
    "malformed policy JSON",
    "json-documents",
    (stack) => new IamPolicy(stack, "policy", { policy: '{"Statement": [' }),
    "aws_iam_policy.policy: policy is no JSON (",
  ],
  [
    "malformed pattern JSON",
    "json-documents",
    (stack) => new CloudwatchEventRule(stack, "rule", { eventPattern: "{source: aws.ecs}" }),
    "aws_cloudwatch_event_rule.rule: event_pattern is no JSON (",
  ],
  [
    "malformed container JSON",
    "json-documents",
    (stack) =>
      new EcsTaskDefinition(stack, "task", { family: "web", containerDefinitions: '[{"name": "app",}]' }),
    "aws_ecs_task_definition.task: container_definitions is no JSON (",
  ],
  [
    "number as env value",
    "container-values",
    (stack) => task(stack, { environment: [{ name: "PORT", value: 80 }] }),
    'container "app" has PORT = 80 in environment: write a text, in quotes',
  ],
  [
    'stopTimeout: "60s"',
    "container-values",
    (stack) => task(stack, { stopTimeout: "60s" }),
    'container "app" has stopTimeout "60s": write a number',
  ],
  [
    "upper-case DB identifier",
    "physical-names",
    (stack) => database(stack, { identifier: "Shop" }),
    'identifier is "Shop" (4 characters): use lower-case letters, digits and single hyphens',
  ],
  [
    "value + value_wo",
    "write-only-values",
    (stack) =>
      new SsmParameter(stack, "secret", {
        name: "/shop",
        type: "SecureString",
        value: "a",
        valueWo: "a",
        valueWoVersion: 1,
      }),
    "aws_ssm_parameter.secret: value stands beside value_wo: remove value",
  ],
  // ... its plan this one ...
  [
    "FIFO name without .fifo",
    "fifo-names",
    (stack) => new SqsQueue(stack, "queue", { name: "jobs", fifoQueue: true }),
    'aws_sqs_queue.queue: name is "jobs" and fifo_queue true: write "jobs.fifo"',
  ],
  // ... and neither of them the rest.
  [
    "health-check timeout >= interval",
    "health-check-timeouts",
    (stack) => new LbTargetGroup(stack, "targets", { healthCheck: { interval: 10, timeout: 10 } }),
    "aws_lb_target_group.targets: health_check.timeout is 10 and interval 10: set timeout below interval",
  ],
  [
    "managed termination protection without scale-in protection",
    "termination-protection",
    (stack) => {
      const group = new AutoscalingGroup(stack, "group", { minSize: 1, maxSize: 2 });
      new EcsCapacityProvider(stack, "provider", {
        name: "hosts",
        autoScalingGroupProvider: {
          autoScalingGroupArn: group.arn,
          managedTerminationProtection: "ENABLED",
          managedScaling: { status: "ENABLED" },
        },
      });
    },
    "managed_termination_protection is ENABLED and aws_autoscaling_group.group has no protect_from_scale_in: set that to true",
  ],
  [
    "ASG min > max",
    "group-sizes",
    (stack) => new AutoscalingGroup(stack, "group", { minSize: 3, maxSize: 2 }),
    "aws_autoscaling_group.group: min_size is 3 and max_size 2: raise max_size",
  ],
  [
    "capacity-provider name starting ecs/aws",
    "physical-names",
    (stack) =>
      new EcsCapacityProvider(stack, "provider", {
        name: "ecs-hosts",
        autoScalingGroupProvider: { autoScalingGroupArn: "arn" },
      }),
    'name is "ecs-hosts" (9 characters): use letters, digits, hyphens and underscores, not beginning with aws, ecs or fargate',
  ],
  [
    "skip_final_snapshot=false without a name",
    "final-snapshots",
    (stack) => database(stack, { skipFinalSnapshot: false }),
    "skip_final_snapshot is not true and final_snapshot_identifier is missing: name the snapshot",
  ],
  [
    "reserved DB username / short password",
    "database-credentials",
    (stack) => database(stack, { username: "root", password: "short" }),
    'aws_db_instance.database: username is "root", a reserved name: use the application\'s name',
  ],
  [
    "one ALB subnet",
    "load-balancer-subnets",
    (stack) => new Lb(stack, "lb", { subnets: ["subnet-1"] }),
    "aws_lb.lb: it has one subnet: add one in another availability zone",
  ],
  [
    "container without memory",
    "container-memory",
    (stack) => task(stack, { memory: undefined }),
    'aws_ecs_task_definition.task: container "app" has no memory: set memory, in MiB',
  ],
  [
    "misspelt container key readonlyRootFileSystem",
    "container-keys",
    (stack) => task(stack, { readonlyRootFileSystem: true }),
    'aws_ecs_task_definition.task: container "app" has readonlyRootFileSystem: write readonlyRootFilesystem',
  ],
  [
    "load_balancer container not in the task definition",
    "service-load-balancers",
    (stack) => service(stack, { loadBalancer: [{ containerName: "apps", containerPort: 80 }] }),
    'aws_ecs_service.service: load_balancer leads to container "apps": write app',
  ],
  [
    "min 100 / max 100",
    "deployment-percentages",
    (stack) =>
      service(stack, {
        desiredCount: 1,
        deploymentMinimumHealthyPercent: 100,
        deploymentMaximumPercent: 100,
      }),
    "of 1 tasks, deployment_minimum_healthy_percent 100 and deployment_maximum_percent 100 leave none to replace",
  ],
  [
    "5-field cron",
    "schedule-expressions",
    (stack) => schedule(stack, { scheduleExpression: "cron(0 18 * * ?)" }),
    'schedule_expression is "cron(0 18 * * ?)": it has 5 fields: write six',
  ],
  [
    "rate(1 minutes)",
    "schedule-expressions",
    (stack) => schedule(stack, { scheduleExpression: "rate(1 minutes)" }),
    'schedule_expression is "rate(1 minutes)": write rate(1 minute)',
  ],
  [
    "unknown time zone",
    "schedule-time-zones",
    (stack) => schedule(stack, { scheduleExpressionTimezone: "Asia/Tokio" }),
    'schedule_expression_timezone is "Asia/Tokio": write Asia/Tokyo',
  ],
  [
    "typo Actions in an IAM statement",
    "iam-statements",
    (stack) =>
      new IamPolicy(stack, "policy", {
        policy: JSON.stringify({ Statement: [{ Effect: "Allow", Actions: "s3:GetObject", Resource: "*" }] }),
      }),
    "aws_iam_policy.policy: policy: statement 1 has Actions: write Action",
  ],
  [
    "event pattern source as a string",
    "event-patterns",
    (stack) =>
      new CloudwatchEventRule(stack, "rule", { eventPattern: JSON.stringify({ source: "aws.ecs" }) }),
    'aws_cloudwatch_event_rule.rule: event_pattern has source = "aws.ecs": write ["aws.ecs"]',
  ],
  [
    "upper-case/underscore bucket name",
    "physical-names",
    (stack) => new S3Bucket(stack, "bucket", { bucket: "Shop_Logs" }),
    'bucket is "Shop_Logs" (9 characters): use 3 to 63 lower-case letters, digits and hyphens',
  ],
  [
    "reversed port range",
    "port-ranges",
    (stack) =>
      new VpcSecurityGroupIngressRule(stack, "rule", {
        securityGroupId: "sg-1",
        ipProtocol: "tcp",
        fromPort: 443,
        toPort: 80,
      }),
    "aws_vpc_security_group_ingress_rule.rule: from_port is 443 and to_port 80: swap them",
  ],
  [
    "subnet outside the VPC",
    "subnet-ranges",
    (stack) => {
      const vpc = new Vpc(stack, "vpc", { cidrBlock: "10.0.0.0/16" });
      new Subnet(stack, "subnet", { vpcId: vpc.id, cidrBlock: "10.1.0.0/24" });
    },
    "aws_subnet.subnet: cidr_block is 10.1.0.0/24: choose a part of its VPC's range, 10.0.0.0/16",
  ],
  [
    "HTTPS listener without certificate",
    "https-certificates",
    (stack) => listener(stack, { protocol: "HTTPS", port: 443 }),
    "aws_lb_listener.listener: protocol is HTTPS and certificate_arn is missing: name a certificate, or use HTTP",
  ],
  [
    "SSM name under /aws",
    "physical-names",
    (stack) => new SsmParameter(stack, "parameter", { name: "/aws/shop", type: "String", value: "a" }),
    'name is "/aws/shop" (9 characters): use letters, digits and ._-/, not beginning with aws or ssm',
  ],
  [
    "missing Lambda zip",
    "lambda-packages",
    (stack) => lambda(stack, { s3Bucket: undefined, filename: "dist/notifier.zip" }),
    'filename is "dist/notifier.zip", which does not exist: build it first, or correct the path',
  ],
  // Not among the 36: seen in the field.
  [
    "fixed host port under a rolling deploy",
    "host-ports",
    (stack) => service(stack, {}, { portMappings: [{ containerPort: 80, hostPort: 80 }] }),
    'container "app" has hostPort 80: write 0, for a free one each time',
  ],
  [
    "140 secrets in a role's policy",
    "policy-sizes",
    (stack) =>
      new IamRolePolicy(stack, "policy", {
        role: "task-execution",
        policy: new DataAwsIamPolicyDocument(stack, "document", {
          statement: [
            {
              actions: ["ssm:GetParameters"],
              resources: Array.from({ length: 140 }, (_each, index) => `${SECRETS}/SECRET_${index}`),
            },
          ],
        }).json,
      }),
    "use at most 10240, e.g. one pattern for many ARNs",
  ],
  [
    "Japanese text in a role's policy",
    "policy-characters",
    (stack) => new IamRolePolicy(stack, "policy", { role: "deploy", policy: '{"Id": "本番"}' }),
    "aws_iam_role_policy.policy: policy has 本 (U+672C)",
  ],
  [
    "61 rules in a security group",
    "resource-counts",
    (stack) =>
      Array.from(
        { length: 61 },
        (_each, index) =>
          new VpcSecurityGroupIngressRule(stack, `rule-${index}`, {
            securityGroupId: "sg-0123456789abcdef0",
            cidrIpv4: "10.0.0.0/8",
            ipProtocol: "tcp",
            fromPort: 1_000 + index,
            toPort: 1_000 + index,
          }),
      ),
    "61 of its type have this security_group_id: use at most 60",
  ],
  [
    "a tag with a comma",
    "tag-values",
    (stack) => new SqsQueue(stack, "queue", { name: "jobs", tags: { team: "web,api" } }),
    "the value of the tag team has other characters than letters, digits, spaces and _.:/=+-@",
  ],
  // ... and those that it passes on as text.
  [
    "a reference that became text",
    "text-references",
    (stack) =>
      new LaunchTemplate(stack, "template", {
        userData: Fn.base64encode(
          Fn.rawString(`ECS_CLUSTER=${new EcsCluster(stack, "cluster", { name: "shop" }).name}`),
        ),
      }),
    "cdk.tf.json: resource.aws_launch_template.template.user_data has aws_ecs_cluster.cluster outside ${...}",
  ],
  [
    "function beside its role's policy",
    "hidden-dependencies",
    (stack) => {
      const role = new IamRole(stack, "role", { name: "notifier", assumeRolePolicy: "{}" });
      new IamRolePolicy(stack, "policy", { role: role.id, policy: "{}" });
      lambda(stack, { role: role.arn });
    },
    "aws_lambda_function.function: it does not wait for aws_iam_role_policy.policy, what its role may do; otherwise",
  ],
];

describe("a mistake in a construct", () => {
  it.each(MISTAKES)("is refused before anything is written: %s (%s)", (_, policy, build, message) => {
    const refusal = synth(build);
    expect(refusal).toContain(message);
    expect(refusal).toContain(`(${policy}; `);
  });

  it("is one of the 36 for which the rules are there, or has a rule of its own", () => {
    expect(MISTAKES).toHaveLength(36 + 7);
    expect(new Set(MISTAKES.map(([, policy]) => policy))).toEqual(new Set(RULES.map(({ name }) => name)));
  });
});

describe("a mistake in an environment", () => {
  it.each([
    ["bad CIDR host bits", { "network.cidr": "10.9.0.1/16" }, "network.cidr"],
    [
      "LB name > 32",
      { application: "a".repeat(20), environment: "b".repeat(20) },
      "application, environment",
    ],
    ["log retention 13", { "logs.retentionDays": 13 }, "logs.retentionDays"],
    ["number as env value", { "env.PORT": 80 }, "env.PORT"],
    ['stopTimeout: "60s"', { "web.stopTimeoutSeconds": "60s" }, "web.stopTimeoutSeconds"],
    ["upper-case DB identifier", { application: "Shop" }, "application"],
    ["ASG min > max", { "hosts.minimum": 3 }, "hosts.maximum"],
    ["capacity-provider name starting ecs/aws", { application: "ecs-shop" }, "application"],
    ["reserved DB username", { "database.username": "root" }, "database.username"],
    ["one ALB subnet", { "network.publicSubnets": ["10.9.0.0/24"] }, "network.publicSubnets"],
    ["container without memory", { "web.app": {} }, "web.app.memoryMiB"],
    ["misspelt key", { "web.app.memoryMib": 512 }, "web.app.memoryMib"],
    ["upper-case/underscore bucket name", { stateBucket: "Shop_State" }, "stateBucket"],
    ["subnet outside the VPC", { "network.cidr": "10.8.0.0/16" }, "network.publicSubnets[0]"],
    ["SSM name under /aws", { application: "aws" }, "application"],
  ])("is refused there already: %s", (_, changes, path) => {
    expect(resolve(changes)).toContain(`: ${path}\n`);
  });
});
