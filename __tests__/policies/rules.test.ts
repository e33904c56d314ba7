import { AutoscalingGroup } from "@cdktf/provider-aws/lib/autoscaling-group";
import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { DataAwsSsmParameter } from "@cdktf/provider-aws/lib/data-aws-ssm-parameter";
import { EcsCapacityProvider } from "@cdktf/provider-aws/lib/ecs-capacity-provider";
import { EcsTaskDefinition } from "@cdktf/provider-aws/lib/ecs-task-definition";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { Lb } from "@cdktf/provider-aws/lib/lb";
import { LbTargetGroup } from "@cdktf/provider-aws/lib/lb-target-group";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { SecurityGroupRule } from "@cdktf/provider-aws/lib/security-group-rule";
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Subnet } from "@cdktf/provider-aws/lib/subnet";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import type { TerraformStack } from "cdktf";
import { Fn, S3Backend, TerraformIterator, TerraformLocal, TerraformOutput, TerraformVariable } from "cdktf";
import { RULES } from "../../policies/policies";
import { database, lambda, listener, schedule, service, task } from "./resources";
import type { Build } from "./synth";
import { synth } from "./synth";

const queueName = (stack: TerraformStack) => new SqsQueue(stack, "queue", { name: "jobs" }).name;

/** A value Terraform learns only later. */
const later = (stack: TerraformStack) => new TerraformVariable(stack, "later", {}).stringValue;

const protectedGroup = (stack: TerraformStack, protectFromScaleIn: boolean, managedScaling: object) =>
  new EcsCapacityProvider(stack, "provider", {
    name: "hosts",
    autoScalingGroupProvider: {
      autoScalingGroupArn: new AutoscalingGroup(stack, "group", {
        minSize: 1,
        maxSize: 2,
        protectFromScaleIn,
      }).arn,
      managedTerminationProtection: "ENABLED",
      managedScaling,
    },
  });

const pattern = (stack: TerraformStack, eventPattern: object) =>
  new CloudwatchEventRule(stack, "rule", { eventPattern: JSON.stringify(eventPattern) });

const statement = (stack: TerraformStack, body: object) =>
  new IamPolicy(stack, "policy", { policy: JSON.stringify({ Version: "2012-10-17", Statement: body }) });

/** The containers as one expression that Terraform encodes. */
const encodedTask = (stack: TerraformStack, container: object) =>
  new EcsTaskDefinition(stack, "task", {
    family: "web",
    containerDefinitions: Fn.jsonencode(new TerraformLocal(stack, "containers", [container]).expression),
  });

type Case = readonly [policy: string, words: string, build: Build];

const ACCEPTED: readonly Case[] = [
  [
    "health-check-timeouts",
    "a check that ends before the next",
    (stack) => new LbTargetGroup(stack, "t", { healthCheck: { interval: 10, timeout: 9 } }),
  ],
  [
    "termination-protection",
    "a group that protects its instances",
    (stack) => protectedGroup(stack, true, { status: "ENABLED" }),
  ],
  [
    "group-sizes",
    "sizes in order",
    (stack) => new AutoscalingGroup(stack, "g", { minSize: 1, maxSize: 2, desiredCapacity: 2 }),
  ],
  [
    "physical-names",
    "a name that is known later",
    (stack) => new S3Bucket(stack, "b", { bucket: `A_${later(stack)}` }),
  ],
  [
    "physical-names",
    "an AWS parameter that is only read",
    (stack) => new DataAwsSsmParameter(stack, "p", { name: "/aws/service/x" }),
  ],
  [
    "physical-names",
    "a name at its longest",
    (stack) => new Lb(stack, "l", { name: "a".repeat(32), subnets: ["a", "b"] }),
  ],
  [
    "final-snapshots",
    "a snapshot with a name",
    (stack) => database(stack, { skipFinalSnapshot: false, finalSnapshotIdentifier: "last" }),
  ],
  [
    "database-credentials",
    "a user of one's own",
    (stack) => database(stack, { username: "laravel", passwordWo: later(stack), passwordWoVersion: 1 }),
  ],
  ["load-balancer-subnets", "two subnets", (stack) => new Lb(stack, "l", { subnets: ["a", "b"] })],
  [
    "load-balancer-subnets",
    "a network load balancer in one subnet",
    (stack) => new Lb(stack, "l", { loadBalancerType: "network", subnets: ["a"] }),
  ],
  [
    "container-memory",
    "a container under its task's memory",
    (stack) => task(stack, { memory: undefined }, { memory: "512" }),
  ],
  [
    "container-keys",
    "keys ECS knows, nested too",
    (stack) =>
      task(stack, {
        readonlyRootFilesystem: true,
        linuxParameters: { capabilities: { drop: ["ALL"] } },
        dockerLabels: { any: "thing" },
      }),
  ],
  [
    "container-values",
    "texts and numbers",
    (stack) => task(stack, { stopTimeout: 60, environment: [{ name: "PORT", value: "80" }] }),
  ],
  [
    "host-ports",
    "a free port each time",
    (stack) => service(stack, {}, { portMappings: [{ containerPort: 80, hostPort: 0 }] }),
  ],
  [
    "host-ports",
    "a fixed port of a service that stops first",
    (stack) =>
      service(
        stack,
        { deploymentMinimumHealthyPercent: 0, deploymentMaximumPercent: 100 },
        { portMappings: [{ containerPort: 80, hostPort: 80 }] },
      ),
  ],
  [
    "service-load-balancers",
    "a container and port that are there",
    (stack) =>
      service(
        stack,
        { loadBalancer: [{ containerName: "app", containerPort: 80 }] },
        { portMappings: [{ containerPort: 80 }] },
      ),
  ],
  [
    "deployment-percentages",
    "100 and 200",
    (stack) =>
      service(stack, {
        desiredCount: 1,
        deploymentMinimumHealthyPercent: 100,
        deploymentMaximumPercent: 200,
      }),
  ],
  [
    "schedule-expressions",
    "rate(1 minute)",
    (stack) => schedule(stack, { scheduleExpression: "rate(1 minute)" }),
  ],
  [
    "schedule-expressions",
    "six fields",
    (stack) => schedule(stack, { scheduleExpression: "cron(0/15 8-18 ? * MON-FRI *)" }),
  ],
  [
    "schedule-expressions",
    "a single time",
    (stack) => schedule(stack, { scheduleExpression: "at(2026-12-31T23:59:00)" }),
  ],
  [
    "schedule-time-zones",
    "Asia/Tokyo",
    (stack) => schedule(stack, { scheduleExpressionTimezone: "Asia/Tokyo" }),
  ],
  [
    "hidden-dependencies",
    "a function that waits for its role's policy",
    (stack) => {
      const role = new IamRole(stack, "role", { name: "notifier", assumeRolePolicy: "{}" });
      const policy = new IamRolePolicy(stack, "policy", { role: role.id, policy: "{}" });
      lambda(stack, { role: role.arn, dependsOn: [policy] });
    },
  ],
  [
    "hidden-dependencies",
    "a function whose role is read through its policy",
    (stack) => {
      const role = new IamRole(stack, "role", { name: "notifier", assumeRolePolicy: "{}" });
      const policy = new IamRolePolicy(stack, "policy", { role: role.id, policy: "{}" });
      lambda(stack, { role: `arn:aws:iam::111122223333:role/${policy.role}` });
    },
  ],
  ["schedule-time-zones", "UTC", (stack) => schedule(stack, { scheduleExpressionTimezone: "UTC" })],
  [
    "iam-statements",
    "elements IAM knows",
    (stack) => statement(stack, { Sid: "Read", Effect: "Allow", Action: "s3:GetObject", Resource: "*" }),
  ],
  [
    "event-patterns",
    "lists, nested too",
    (stack) => pattern(stack, { source: ["aws.ecs"], detail: { group: [{ prefix: "service:" }] } }),
  ],
  [
    "port-ranges",
    "a range in order",
    (stack) =>
      new SecurityGroupRule(stack, "r", {
        type: "ingress",
        securityGroupId: "sg",
        protocol: "tcp",
        fromPort: 80,
        toPort: 443,
      }),
  ],
  [
    "port-ranges",
    "an ICMP type and code",
    (stack) =>
      new SecurityGroupRule(stack, "r", {
        type: "ingress",
        securityGroupId: "sg",
        protocol: "icmp",
        fromPort: 8,
        toPort: 0,
      }),
  ],
  [
    "subnet-ranges",
    "a part of the VPC",
    (stack) =>
      new Subnet(stack, "s", {
        vpcId: new Vpc(stack, "v", { cidrBlock: "10.0.0.0/16" }).id,
        cidrBlock: "10.0.1.0/24",
      }),
  ],
  [
    "subnet-ranges",
    "a VPC of somebody else",
    (stack) => new Subnet(stack, "s", { vpcId: "vpc-1", cidrBlock: "10.1.0.0/24" }),
  ],
  [
    "https-certificates",
    "a listener with a certificate",
    (stack) => listener(stack, { protocol: "HTTPS", certificateArn: later(stack) }),
  ],
  ["https-certificates", "plain HTTP", (stack) => listener(stack, { protocol: "HTTP" })],
  [
    "lambda-packages",
    "a file that exists",
    (stack) => lambda(stack, { s3Bucket: undefined, filename: __filename }),
  ],
  [
    "address-ranges",
    "a range without host bits",
    (stack) => new Vpc(stack, "v", { cidrBlock: "10.0.0.0/16" }),
  ],
  [
    "argument-values",
    "a retention CloudWatch knows",
    (stack) => new CloudwatchLogGroup(stack, "l", { retentionInDays: 14 }),
  ],
  [
    "tag-values",
    "letters of any language",
    (stack) => new SqsQueue(stack, "q", { tags: { "cost centre": "経理" } }),
  ],
  [
    "resource-counts",
    "as many rules as a security group takes",
    (stack) =>
      Array.from(
        { length: 60 },
        (_each, index) =>
          new VpcSecurityGroupIngressRule(stack, `r${index}`, {
            securityGroupId: "sg-0123456789abcdef0",
            cidrIpv4: "10.0.0.0/8",
            ipProtocol: "tcp",
            fromPort: 1_000 + index,
            toPort: 1_000 + index,
          }),
      ),
  ],
  [
    "policy-sizes",
    "a policy for what a pattern names",
    (stack) =>
      new IamRolePolicy(stack, "p", {
        role: "r",
        policy: JSON.stringify({
          Version: "2012-10-17",
          Statement: { Effect: "Allow", Action: "sqs:SendMessage", Resource: "arn:aws:sqs:*:*:shop-*" },
        }),
      }),
  ],
  [
    "policy-characters",
    "Latin characters, and others where no policy has them",
    (stack) => {
      new IamRole(stack, "role", { name: "r", assumeRolePolicy: '{"Id": "été"}' });
      new IamPolicy(stack, "escaped", { policy: String.raw`{"Id": "\u672c"}` });
      new TerraformLocal(stack, "not-named", ["本番"]);
      new DataAwsIamPolicyDocument(stack, "not-of-iam", {
        statement: [{ resources: ["arn:aws:s3:::b/本番"] }],
      });
      new SqsQueue(stack, "queue", { tags: { stage: "本番" } });
    },
  ],
  [
    "physical-names",
    "a security group's name with sg- inside",
    (stack) => new SecurityGroup(stack, "g", { name: "shop-sg-1 [a]" }),
  ],
  [
    "fifo-names",
    "a FIFO queue that says so",
    (stack) => new SqsQueue(stack, "q", { name: "jobs.fifo", fifoQueue: true }),
  ],
  [
    "json-documents",
    "a document that Terraform encodes",
    (stack) => new IamPolicy(stack, "p", { policy: Fn.jsonencode({ Statement: [] }) }),
  ],
  [
    "json-documents",
    "a number that is known later",
    (stack) => new SqsQueue(stack, "q", { redrivePolicy: `{"maxReceiveCount": ${later(stack)}}` }),
  ],
  [
    "write-only-values",
    "a value that is never in the state",
    (stack) =>
      new SsmParameter(stack, "p", {
        name: "/shop",
        type: "SecureString",
        valueWo: later(stack),
        valueWoVersion: 1,
      }),
  ],
  [
    "text-references",
    "references in braces, in functions and where Terraform needs no braces",
    (stack) => {
      const { name, arn, fqn } = new SqsQueue(stack, "queue", { name: "jobs" });
      new TerraformOutput(stack, "line", { value: `queue ${name} is ${Fn.upper(Fn.join(":", [arn, "x"]))}` });
      new SqsQueue(stack, "later", { name: "later", dependsOn: [{ fqn }] });
      new S3Bucket(stack, "bucket", { bucket: "shop" }).importFrom("shop");
    },
  ],
  [
    "text-references",
    "text that only looks like a reference, or is escaped",
    (stack) => {
      const queue = new SqsQueue(stack, "queue", { name: "jobs" });
      new TerraformLocal(stack, "texts", [
        "$aws_sqs_queue.other.name costs $data.x, $var.x and $local.x; -1e300",
        `$\${aws_sqs_queue.q} %%{ if } \${jsonencode({ text = "a \\"b\\" }" })} ${queue.name}`,
        "${each.key} of $each.key",
        "aws_sqs_queue.queue2.name, aws_sqs_queue.queues, queue.name and aws_sqs_queue",
      ]);
    },
  ],
];

/** Where a reference can lose its braces, and what is then said. */
const REFERENCES: readonly (readonly [words: string, path: string, build: Build])[] = [
  [
    "a reference in the raw text of a function",
    "resource.aws_ssm_parameter.p.value has aws_sqs_queue.queue",
    (stack) =>
      new SsmParameter(stack, "p", {
        name: "/shop",
        type: "String",
        value: Fn.base64encode(Fn.rawString(`first "quoted"\nQUEUE=${queueName(stack)}`)),
      }),
  ],
  [
    "a function call in raw text",
    "output.out.value has aws_sqs_queue.queue",
    (stack) =>
      new TerraformOutput(stack, "out", {
        value: Fn.upper(Fn.rawString(`QUEUE=${Fn.lower(queueName(stack))}`)),
      }),
  ],
  [
    "a reference in a local",
    "locals.lines.0 has aws_sqs_queue.queue",
    (stack) => {
      queueName(stack);
      new TerraformLocal(stack, "lines", ["$aws_sqs_queue.queue.name"]);
    },
  ],
  ...["jobs-", "jobs_", "jobs.", "jobs", "/", "-_."].flatMap((before) =>
    [".name", "-suffix", "", "[0].name"].map((after) => {
      const words = `a reference in ${JSON.stringify(`${before}...${after}`)}`;
      const build = (stack: TerraformStack) => {
        queueName(stack);
        new TerraformLocal(stack, "lines", [`${before}aws_sqs_queue.queue${after}`]);
      };
      return [words, "locals.lines.0 has aws_sqs_queue.queue", build] as const;
    }),
  ),
  [
    "the longer of two names",
    "locals.lines.0 has aws_sqs_queue.queue-2",
    (stack) => {
      queueName(stack);
      new SqsQueue(stack, "queue-2", { name: "jobs-2" });
      new TerraformLocal(stack, "lines", ["aws_sqs_queue.queue-2.name"]);
    },
  ],
  [
    "a reference behind one to something else",
    "locals.lines.0 has aws_sqs_queue.queue",
    (stack) => {
      queueName(stack);
      new TerraformLocal(stack, "lines", ["local.aws_sqs_queue.queue"]);
    },
  ],
  ...["provider_name", "provider-name", "depends_on_text", "lifecycle.ignore_changes_of"].map(
    (argument) =>
      [
        `a reference in ${argument}, which only begins like an argument of Terraform`,
        `resource.aws_sqs_queue.queue.${argument} has aws_sqs_queue.queue`,
        (stack: TerraformStack) =>
          new SqsQueue(stack, "queue", { name: "jobs" }).addOverride(argument, "aws_sqs_queue.queue.name"),
      ] as const,
  ),
  [
    "a reference in an argument of an output that only begins like depends_on",
    "output.out.depends_on_text has aws_sqs_queue.queue",
    (stack) => {
      queueName(stack);
      new TerraformOutput(stack, "out", { value: "x" }).addOverride("depends_on_text", "aws_sqs_queue.queue");
    },
  ],
  [
    "a reference in the name of a member",
    "locals.map.aws_sqs_queue.queue (its name) has aws_sqs_queue.queue",
    (stack) => {
      queueName(stack);
      new TerraformLocal(stack, "map", { "aws_sqs_queue.queue": "x" });
    },
  ],
  [
    "a data source",
    "output.data.value has data.aws_ssm_parameter.p",
    (stack) => {
      new DataAwsSsmParameter(stack, "p", { name: "/shop" });
      new TerraformOutput(stack, "data", { value: "$data.aws_ssm_parameter.p.value" });
    },
  ],
  [
    "a local",
    "output.local.value has local.lines",
    (stack) => {
      new TerraformLocal(stack, "lines", ["x"]);
      new TerraformOutput(stack, "local", { value: "lines: $local.lines" });
    },
  ],
  [
    "a variable",
    "output.variable.value has var.later",
    (stack) => {
      later(stack);
      new TerraformOutput(stack, "variable", { value: "$var.later" });
    },
  ],
  [
    "a variable between texts",
    "output.variable.value has var.later",
    (stack) => {
      later(stack);
      new TerraformOutput(stack, "variable", { value: "beforevar.laterAndAfter" });
    },
  ],
  [
    "an ephemeral value",
    "output.ephemeral.value has ephemeral.aws_ssm_parameter.p",
    (stack) => {
      stack.addOverride("ephemeral.aws_ssm_parameter.p", { arn: "arn" });
      new TerraformOutput(stack, "ephemeral", { value: "$ephemeral.aws_ssm_parameter.p.value" });
    },
  ],
  [
    "an iterator",
    "resource.aws_s3_bucket.b.bucket has $each.value",
    (stack) => {
      const each = TerraformIterator.fromList(["a"]);
      new S3Bucket(stack, "b", { forEach: each, bucket: Fn.lower(Fn.rawString(`b-${String(each.value)}`)) });
    },
  ],
  [
    "a reference in an argument of the provider",
    "provider.aws.0.region has var.later",
    (stack) => {
      later(stack);
      new AwsProvider(stack, "aws", { region: "$var.later" });
    },
  ],
  [
    "a reference in the backend",
    "terraform.backend.s3.key has var.later",
    (stack) => {
      later(stack);
      new S3Backend(stack, { bucket: "b", key: "$var.later", region: "eu-west-1" });
    },
  ],
];

/** Where a policy of IAM or KMS can have a character that it must not have. */
const OTHER_CHARACTERS: readonly (readonly [words: string, says: string, build: Build])[] = [
  [
    "a trust policy with Japanese text in a condition",
    'aws_iam_role.role: assume_role_policy has 本 (U+672C) in "repo:example/shop:environment:本番"',
    (stack) => {
      const trust = new DataAwsIamPolicyDocument(stack, "trust", {
        statement: [
          {
            actions: ["sts:AssumeRoleWithWebIdentity"],
            condition: [
              {
                test: "StringEquals",
                variable: "token.actions.githubusercontent.com:sub",
                values: ["repo:example/shop:environment:本番"],
              },
            ],
          },
        ],
      });
      new IamRole(stack, "role", { name: "deploy", assumeRolePolicy: trust.json });
    },
  ],
  [
    "a document of which another is made",
    'aws_iam_policy.policy: policy has 😀 (U+1F600) in "😀"',
    (stack) => {
      const inner = new DataAwsIamPolicyDocument(stack, "inner", { statement: [{ sid: "😀" }] });
      const outer = new DataAwsIamPolicyDocument(stack, "outer", { sourcePolicyDocuments: [inner.json] });
      new IamPolicy(stack, "policy", { policy: outer.json });
    },
  ],
  [
    "a document that Terraform encodes",
    'aws_iam_role_policy.policy: policy has ā (U+0101) in "ā"',
    (stack) =>
      new IamRolePolicy(stack, "policy", {
        role: "r",
        policy: Fn.jsonencode(new TerraformLocal(stack, "document", { Id: "ā", Statement: [] }).expression),
      }),
  ],
  [
    "a policy of a role's own, as JSON",
    'aws_iam_role.role: inline_policy has – (U+2013) in "{\\"Id\\": \\"a–b\\"}"',
    (stack) =>
      new IamRole(stack, "role", {
        name: "r",
        assumeRolePolicy: "{}",
        inlinePolicy: [{ name: "p", policy: '{"Id": "a–b"}' }],
      }),
  ],
  [
    "a key's policy",
    'aws_kms_key.key: policy has 本 (U+672C) in "{\\"Id\\": \\"本番\\"}"',
    (stack) => new KmsKey(stack, "key", { policy: '{"Id": "本番"}' }),
  ],
];

const REFUSED: readonly (readonly [...Case, string])[] = [
  [
    "hidden-dependencies",
    "a function whose role is named by a text",
    (stack) => {
      const role = new IamRole(stack, "role", { name: "notifier", assumeRolePolicy: "{}" });
      new IamRolePolicy(stack, "policy", { role: role.id, policy: "{}" });
      lambda(stack, { role: "arn:aws:iam::111122223333:role/notifier" });
    },
    "it does not wait for aws_iam_role_policy.policy",
  ],
  [
    "health-check-timeouts",
    "an interval not above the default timeout",
    (stack) => new LbTargetGroup(stack, "t", { healthCheck: { interval: 5 } }),
    "timeout is 5 and interval 5",
  ],
  [
    "termination-protection",
    "protection without managed scaling",
    (stack) => protectedGroup(stack, true, { status: "DISABLED" }),
    "without managed_scaling",
  ],
  [
    "group-sizes",
    "a desired size outside",
    (stack) => new AutoscalingGroup(stack, "g", { minSize: 1, maxSize: 2, desiredCapacity: 3 }),
    "desired_capacity is 3: set it between min_size, 1, and max_size, 2",
  ],
  [
    "database-credentials",
    "a short password",
    (stack) => database(stack, { password: "short" }),
    "the password has 5 characters",
  ],
  [
    "container-keys",
    "a misspelt key in a container that Terraform encodes",
    (stack) => encodedTask(stack, { name: "app", memory: 64, healthcheck: {} }),
    'container "app" has healthcheck: write healthCheck',
  ],
  [
    "container-keys",
    "a misspelt nested key",
    (stack) => task(stack, { healthCheck: { startperiod: 60 } }),
    "has healthCheck.startperiod: write startPeriod",
  ],
  [
    "container-keys",
    "a key nobody knows",
    (stack) => task(stack, { autoscale: true }),
    "has autoscale: remove it",
  ],
  [
    "service-load-balancers",
    "a port that is not mapped",
    (stack) =>
      service(
        stack,
        { loadBalancer: [{ containerName: "app", containerPort: 81 }] },
        { portMappings: [{ containerPort: 80 }] },
      ),
    'port 81 of "app": write 80, or map that port',
  ],
  [
    "deployment-percentages",
    "percentages that round to nothing",
    (stack) =>
      service(stack, { desiredCount: 1, deploymentMinimumHealthyPercent: 50, deploymentMaximumPercent: 150 }),
    "leave none to replace",
  ],
  [
    "schedule-expressions",
    "rate(5 minute)",
    (stack) => schedule(stack, { scheduleExpression: "rate(5 minute)" }),
    "write rate(5 minutes)",
  ],
  [
    "schedule-expressions",
    "cron without a question mark",
    (stack) => schedule(stack, { scheduleExpression: "cron(0 18 * * * *)" }),
    "write ? for day-of-month or for day-of-week",
  ],
  [
    "schedule-expressions",
    "crontab's own form",
    (stack) => schedule(stack, { scheduleExpression: "0 18 * * *" }),
    "or cron(...) with six fields",
  ],
  [
    "schedule-time-zones",
    "a zone in another case",
    (stack) => schedule(stack, { scheduleExpressionTimezone: "asia/tokyo" }),
    "write Asia/Tokyo",
  ],
  [
    "schedule-time-zones",
    "an offset",
    (stack) => schedule(stack, { scheduleExpressionTimezone: "+09:00" }),
    "write a zone like Asia/Tokyo",
  ],
  [
    "iam-statements",
    "an effect IAM does not know",
    (stack) => statement(stack, [{ Sid: "Read", Effect: "allow", Action: "*", Resource: "*" }]),
    'statement Read has Effect "allow": write "Allow" or "Deny"',
  ],
  [
    "event-patterns",
    "a nested text",
    (stack) => pattern(stack, { detail: { eventName: "FAILED" } }),
    'detail.eventName = "FAILED": write ["FAILED"]',
  ],
  [
    "port-ranges",
    "a reversed range in a group's own rule",
    (stack) => new SecurityGroup(stack, "g", { ingress: [{ protocol: "tcp", fromPort: 443, toPort: 80 }] }),
    "from_port is 443 and to_port 80",
  ],
  [
    "address-ranges",
    "host bits in a group's own rule",
    (stack) =>
      new SecurityGroup(stack, "g", {
        ingress: [{ protocol: "tcp", fromPort: 80, toPort: 80, cidrBlocks: ["10.0.0.1/8"] }],
      }),
    "cidr_blocks is 10.0.0.1/8: write 10.0.0.0/8",
  ],
  [
    "fifo-names",
    "a suffix without the flag",
    (stack) => new SnsTopic(stack, "t", { name: "alarms.fifo" }),
    "fifo_topic not true: set it, or drop .fifo",
  ],
  ...OTHER_CHARACTERS.map(([words, says, build]): readonly [...Case, message: string] => [
    "policy-characters",
    words,
    build,
    `${says}: use characters up to U+00FF`,
  ]),
  [
    "physical-names",
    "a security group named like AWS's own",
    (stack) => new SecurityGroup(stack, "g", { name: "sg-shop" }),
    'name is "sg-shop" (7 characters): use at most 255 letters, digits, spaces and ._-:/()#,@[]+=&;{}!$*, not beginning with sg-',
  ],
  [
    "physical-names",
    "a security group whose prefix is AWS's own",
    (stack) => new SecurityGroup(stack, "g", { namePrefix: "sg-" }),
    'name_prefix is "sg-" (3 characters)',
  ],
  [
    "physical-names",
    "a security group with Japanese text",
    (stack) => new SecurityGroup(stack, "g", { name: "本番" }),
    'name is "本番" (2 characters)',
  ],
  [
    "write-only-values",
    "a value that could never change",
    (stack) => new SsmParameter(stack, "p", { name: "/shop", type: "SecureString", valueWo: later(stack) }),
    "value_wo has no value_wo_version",
  ],
  [
    "lambda-packages",
    "a function without code",
    (stack) => lambda(stack, { s3Bucket: undefined }),
    "it has no code: set filename",
  ],
  ...REFERENCES.map(([words, path, build]): readonly [...Case, message: string] => [
    "text-references",
    words,
    build,
    `cdk.tf.json: ${path} outside \${...}: pass the text as a TerraformLocal`,
  ]),
  [
    "text-references",
    "a number that was calculated from a token",
    (stack) => lambda(stack, { timeout: new TerraformVariable(stack, "n", {}).numberValue * 2 }),
    "resource.aws_lambda_function.function.timeout has -",
  ],
  [
    "text-references",
    "a token that CDKTF did not resolve",
    (stack) => new TerraformOutput(stack, "out", { value: "TfToken[TOKEN.7]" }),
    "output.out.value has TfToken[TOKEN.7], an unresolved token of CDKTF: calculate with Op and Fn",
  ],
];

describe("a rule", () => {
  it.each(ACCEPTED)("%s accepts %s", (_policy, _words, build) => {
    expect(synth(build)).toBe("accepted");
  });

  it.each(REFUSED)("%s refuses %s", (policy, _words, build, message) => {
    const refusal = synth(build);
    expect(refusal).toContain(message);
    expect(refusal).toContain(`(${policy}; `);
  });

  it("is never without something it accepts", () => {
    expect(new Set(ACCEPTED.map(([policy]) => policy))).toEqual(new Set(RULES.map(({ name }) => name)));
  });
});
