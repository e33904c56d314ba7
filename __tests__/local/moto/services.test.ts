import type { PutMetricAlarmCommandInput } from "@aws-sdk/client-cloudwatch";
import { CloudWatchClient, DescribeAlarmsCommand, PutMetricAlarmCommand } from "@aws-sdk/client-cloudwatch";
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  FilterLogEventsCommand,
  PutLogEventsCommand,
  PutMetricFilterCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { DescribeSubnetsCommand, EC2Client, RunInstancesCommand } from "@aws-sdk/client-ec2";
import {
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateTargetGroupCommand,
  ElasticLoadBalancingV2Client,
  RegisterTargetsCommand,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { CreateKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import {
  AddPermissionCommand,
  CreateFunctionCommand,
  InvokeCommand,
  LambdaClient,
} from "@aws-sdk/client-lambda";
import {
  CreateQueueCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { GetParametersCommand, PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { AwsClient } from "aws4fetch";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { clientsOf } from "../../../local/account";
import type { EmbeddedAws } from "../../../local/aws";
import { startAws, stopAws } from "../../../local/aws";
import { eventually } from "../../../local/processes";
import { LOCAL } from "../../../local/project";
import { zipOf } from "../../../local/zip";

const REGION = "ap-northeast-1";
const ACCOUNT = "123456789012";
const arn = (service: string, resource: string) => `arn:aws:${service}:${REGION}:${ACCOUNT}:${resource}`;

const CODE = `
  export const handler = async (event, { functionName, getRemainingTimeInMillis }) => {
    console.log("got", event.id ?? event.name);
    if (event.detail?.fails) throw new TypeError("cannot do it");
    if (event.waits) await new Promise((resolve) => setTimeout(resolve, 10_000));
    return { functionName, greeting: process.env.GREETING, hasTime: getRemainingTimeInMillis() > 500 };
  };`;

let folder: string;
let aws: EmbeddedAws;
let clients: ReturnType<typeof clientsOf>;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "services-"));
  aws = await startAws({ folder, pythonFolder: LOCAL, forTests: true, pace: 0.01 });
  clients = clientsOf(aws.endpoint, REGION);
}, 90_000);

afterAll(async () => {
  await stopAws(folder);
  rmSync(folder, { recursive: true });
});

/** A request of EventBridge, for which no SDK is installed. */
async function events(action: string, input: object): Promise<void> {
  const signer = new AwsClient({ ...clients.credentials, region: REGION, service: "events" });
  const headers = { "content-type": "application/x-amz-json-1.1", "x-amz-target": `AWSEvents.${action}` };
  const response = await signer.fetch(aws.endpoint, { method: "POST", headers, body: JSON.stringify(input) });
  expect({ status: response.status, body: await response.text() }).toMatchObject({ status: 200 });
}

const put = (detail: object) =>
  events("PutEvents", { Entries: [{ Source: "shop", DetailType: "Sale", Detail: JSON.stringify(detail) }] });

/** @param rule the rule that may send to it */
async function queue(name: string, rule?: string): Promise<string> {
  const statement = {
    Effect: "Allow",
    Principal: { Service: "events.amazonaws.com" },
    Action: "sqs:SendMessage",
    Resource: arn("sqs", name),
    Condition: { ArnEquals: { "aws:SourceArn": arn("events", `rule/${rule}`) } },
  };
  const Policy = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
  const command = new CreateQueueCommand({ QueueName: name, ...(rule ? { Attributes: { Policy } } : {}) });
  const created = await new SQSClient(clients).send(command);
  return created.QueueUrl ?? "";
}

async function received(QueueUrl: string) {
  const sqs = new SQSClient(clients);
  const command = new ReceiveMessageCommand({
    QueueUrl,
    MessageAttributeNames: ["All"],
    WaitTimeSeconds: 10,
  });
  return (await sqs.send(command)).Messages ?? [];
}

async function role(name: string, ...statements: object[]): Promise<string> {
  const iam = new IAMClient(clients);
  const Statement = [
    { Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" },
  ];
  const trust = JSON.stringify({ Version: "2012-10-17", Statement });
  const { Role } = await iam.send(new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: trust }));
  await allow(name, ...statements);
  return Role?.Arn ?? "";
}

async function allow(RoleName: string, ...Statement: object[]): Promise<void> {
  const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
  const command = new PutRolePolicyCommand({ RoleName, PolicyName: "permissions", PolicyDocument });
  if (Statement.length > 0) await new IAMClient(clients).send(command);
}

describe("a function", () => {
  const FunctionName = "greeter";
  let deadLetters: string;

  beforeAll(async () => {
    deadLetters = await queue("dead-letters");
    await new CloudWatchLogsClient(clients).send(
      new CreateLogGroupCommand({ logGroupName: `/aws/lambda/${FunctionName}` }),
    );
    const Role = await role(
      FunctionName,
      { Effect: "Allow", Action: ["logs:CreateLogStream", "logs:PutLogEvents"], Resource: "*" },
      { Effect: "Allow", Action: "sqs:SendMessage", Resource: arn("sqs", "dead-letters") },
    );
    await new LambdaClient(clients).send(
      new CreateFunctionCommand({
        FunctionName,
        Role,
        Runtime: "nodejs22.x",
        Handler: "index.handler",
        Code: { ZipFile: zipOf("index.mjs", Buffer.from(CODE), 0o644) },
        Environment: { Variables: { GREETING: "hello" } },
        DeadLetterConfig: { TargetArn: arn("sqs", "dead-letters") },
        Timeout: 1,
      }),
    );
    await events("PutRule", { Name: "sales", EventPattern: JSON.stringify({ source: ["shop"] }) });
    await events("PutTargets", {
      Rule: "sales",
      Targets: [{ Id: "greeter", Arn: arn("lambda", `function:${FunctionName}`) }],
    });
  });

  const invoke = async (event: object) => {
    const command = new InvokeCommand({ FunctionName, Payload: Buffer.from(JSON.stringify(event)) });
    const { FunctionError, Payload } = await new LambdaClient(clients).send(command);
    return { FunctionError, answer: JSON.parse(Buffer.from(Payload ?? []).toString()) as unknown };
  };

  it("runs with its settings, and returns what its handler returns", async () => {
    expect(await invoke({ name: "Taylor" })).toEqual({
      FunctionError: undefined,
      answer: { functionName: FunctionName, greeting: "hello", hasTime: true },
    });
  });

  it("fails with the error of its handler, and when its time is over", async () => {
    expect(await invoke({ detail: { fails: true } })).toMatchObject({
      FunctionError: "Unhandled",
      answer: { errorType: "TypeError", errorMessage: "cannot do it" },
    });
    expect(await invoke({ waits: true })).toMatchObject({
      FunctionError: "Unhandled",
      answer: {
        errorType: "Sandbox.Timedout",
        errorMessage: expect.stringMatching(/ Error: Task timed out after 1\.00 seconds$/) as string,
      },
    });
  });

  it("logs what it prints, and its errors", async () => {
    const { events: lines = [] } = await new CloudWatchLogsClient(clients).send(
      new FilterLogEventsCommand({ logGroupName: `/aws/lambda/${FunctionName}` }),
    );
    const log = lines.map(({ message }) => message).join("");

    for (const expected of [
      /^START RequestId: \S+ Version: \$LATEST$/m,
      /\tINFO\tgot Taylor$/m,
      /\tERROR\tInvoke Error \t.*"errorType":"TypeError"/,
      /^REPORT RequestId: \S+\tDuration: [\d.]+ ms\t/m,
    ])
      expect(log).toMatch(expected);
  });

  it("gets no event of a rule that has no permission to invoke it", async () => {
    await put({});
    expect(
      await eventually(async () => (await deliveries())[0]?.startsWith("not delivered") ?? false, 10),
    ).toBe(true);
    expect(await deliveries()).toEqual([
      `not delivered: NO_PERMISSIONS: events.amazonaws.com may not invoke ${arn("lambda", `function:${FunctionName}`)}.`,
    ]);
  });

  it("gets the events of a rule, and those that it fails at go to its dead-letter queue", async () => {
    await new LambdaClient(clients).send(
      new AddPermissionCommand({
        FunctionName,
        StatementId: "sales",
        Action: "lambda:InvokeFunction",
        Principal: "events.amazonaws.com",
        SourceArn: arn("events", "rule/sales"),
      }),
    );
    await put({});
    await put({ fails: true });
    const [letter] = await received(deadLetters);

    expect(JSON.parse(letter?.Body ?? "")).toMatchObject({ source: "shop", detail: { fails: true } });
    expect(letter?.MessageAttributes).toMatchObject({ ErrorMessage: { StringValue: "cannot do it" } });
    expect((await deliveries()).slice(1)).toEqual(["invoked", "failed, kept in dead-letters"]);
  });

  async function deliveries(): Promise<string[]> {
    const response = await fetch(`${aws.endpoint}/embedded-aws/deliveries`);
    return ((await response.json()) as { outcome: string }[]).map(({ outcome }) => outcome);
  }
});

describe("the session of a role", () => {
  const RoleName = "reader";
  let keyArn: string;
  let ssm: SSMClient;

  beforeAll(async () => {
    const { KeyMetadata } = await new KMSClient(clients).send(new CreateKeyCommand({}));
    keyArn = KeyMetadata?.Arn ?? "";
    await new SSMClient(clients).send(
      new PutParameterCommand({ Name: "/shop/secret", Type: "SecureString", Value: "x", KeyId: keyArn }),
    );
    const assume = new AssumeRoleCommand({ RoleArn: await role(RoleName), RoleSessionName: "test" });
    const { Credentials } = await new STSClient(clients).send(assume);
    const {
      AccessKeyId: accessKeyId = "",
      SecretAccessKey: secretAccessKey = "",
      SessionToken = "",
    } = Credentials ?? {};
    ssm = new SSMClient({
      ...clients,
      credentials: { accessKeyId, secretAccessKey, sessionToken: SessionToken },
    });
  });

  const read = async () => {
    const command = new GetParametersCommand({ Names: ["/shop/secret"], WithDecryption: true });
    return (await ssm.send(command)).Parameters?.[0]?.Value;
  };
  const refused = (action: string, resource: string, because: string) => ({
    name: "AccessDeniedException",
    message: `User: arn:aws:sts::${ACCOUNT}:assumed-role/reader/test is not authorized to perform: ${action} on resource: ${resource} ${because}`,
  });
  const PARAMETER = arn("ssm", "parameter/shop/secret");
  const reading = { Effect: "Allow", Action: "ssm:Get*", Resource: arn("ssm", "parameter/shop/*") };
  const decrypting = (service: string) => ({
    Effect: "Allow",
    Action: "kms:Decrypt",
    Resource: keyArn,
    Condition: { StringEquals: { "kms:ViaService": `${service}.${REGION}.amazonaws.com` } },
  });

  it("may do nothing without a policy", async () => {
    const because = "because no identity-based policy allows the ssm:GetParameters action";
    await expect(read()).rejects.toMatchObject(refused("ssm:GetParameters", PARAMETER, because));
  });

  it("needs the key of a secret, too", async () => {
    const because = "because no identity-based policy allows the kms:Decrypt action";
    await allow(RoleName, reading);
    await expect(read()).rejects.toMatchObject(refused("kms:Decrypt", keyArn, because));
    await allow(RoleName, reading, decrypting("s3"));
    await expect(read()).rejects.toMatchObject(refused("kms:Decrypt", keyArn, because));
  });

  it("may do what its policy allows, until a statement denies it", async () => {
    await allow(RoleName, reading, decrypting("ssm"));
    expect(await read()).toBe("x");

    const because = "with an explicit deny in an identity-based policy";
    await allow(RoleName, reading, decrypting("ssm"), { Effect: "Deny", NotAction: "kms:*", Resource: "*" });
    await expect(read()).rejects.toMatchObject(refused("ssm:GetParameters", PARAMETER, because));
  });
});

describe("an alarm", () => {
  const described = async (name: string) => {
    const command = new DescribeAlarmsCommand({ AlarmNames: [name] });
    return (await new CloudWatchClient(clients).send(command)).MetricAlarms?.[0];
  };
  const becomes = (name: string, value: string) =>
    eventually(async () => (await described(name))?.StateValue === value, 20);
  const create = (AlarmName: string, metric: Partial<PutMetricAlarmCommandInput>) =>
    new CloudWatchClient(clients).send(
      new PutMetricAlarmCommand({
        AlarmName,
        Period: 60,
        EvaluationPeriods: 1,
        ComparisonOperator: "LessThanThreshold",
        Threshold: 1,
        ...metric,
      }),
    );

  it("rings while a queue has messages, and announces both changes", async () => {
    const AlarmName = "shop/waiting";
    const [jobs, heard] = [await queue("jobs"), await queue("heard", "alarms")];
    await events("PutRule", {
      Name: "alarms",
      EventPattern: JSON.stringify({ source: ["aws.cloudwatch"], detail: { alarmName: [AlarmName] } }),
    });
    await events("PutTargets", { Rule: "alarms", Targets: [{ Id: "heard", Arn: arn("sqs", "heard") }] });
    await new SQSClient(clients).send(new SendMessageCommand({ QueueUrl: jobs, MessageBody: "work" }));
    await create(AlarmName, {
      Namespace: "AWS/SQS",
      MetricName: "ApproximateNumberOfMessagesVisible",
      Dimensions: [{ Name: "QueueName", Value: "jobs" }],
      Statistic: "Maximum",
      ComparisonOperator: "GreaterThanOrEqualToThreshold",
    });

    expect(await becomes(AlarmName, "ALARM")).toBe(true);
    expect((await described(AlarmName))?.StateReason).toMatch(
      /^Threshold Crossed: 1 out of the last 1 datapoints \[1\.0 \(.*\)\] was greater than or equal to the threshold \(1\.0\) \(minimum 1 datapoint for OK -> ALARM transition\)\.$/,
    );
    await new SQSClient(clients).send(new PurgeQueueCommand({ QueueUrl: jobs }));
    expect(await becomes(AlarmName, "OK")).toBe(true);
    const announced = [...(await received(heard)), ...(await received(heard))];
    expect(announced.map(({ Body = "" }) => JSON.parse(Body) as unknown)).toMatchObject([
      {
        "detail-type": "CloudWatch Alarm State Change",
        resources: [arn("cloudwatch", `alarm:${AlarmName}`)],
        detail: {
          alarmName: AlarmName,
          configuration: {
            metrics: [{ metricStat: { metric: { dimensions: { QueueName: "jobs" } }, period: 60 } }],
          },
          previousState: { value: "INSUFFICIENT_DATA" },
          state: { value: "ALARM" },
        },
      },
      { detail: { previousState: { value: "ALARM" }, state: { value: "OK" } } },
    ]);
  });

  it("rings while a log lacks a text that a metric filter counts", async () => {
    const logs = new CloudWatchLogsClient(clients);
    const place = { logGroupName: "/shop/scheduler", logStreamName: "one" };
    await logs.send(new CreateLogGroupCommand(place));
    await logs.send(new CreateLogStreamCommand(place));
    await logs.send(
      new PutMetricFilterCommand({
        ...place,
        filterName: "runs",
        filterPattern: '"scheduler: ran"',
        metricTransformations: [{ metricName: "Runs", metricNamespace: "shop", metricValue: "1" }],
      }),
    );
    const metric = { Namespace: "shop", MetricName: "Runs", Statistic: "Sum" as const };
    await create("shop/silent", { ...metric, TreatMissingData: "breaching", Period: 120 });
    const print = (message: string) =>
      logs.send(new PutLogEventsCommand({ ...place, logEvents: [{ timestamp: Date.now(), message }] }));

    await print("scheduler: not ready");
    expect(await becomes("shop/silent", "ALARM")).toBe(true);
    await print("12:00 scheduler: ran in 3 s");
    expect(await becomes("shop/silent", "OK")).toBe(true);
  });

  it("rings when the load balancer reports no healthy target", async () => {
    const elb = new ElasticLoadBalancingV2Client(clients);
    const ec2 = new EC2Client(clients);
    const { Subnets = [] } = await ec2.send(new DescribeSubnetsCommand({}));
    const settings = { Protocol: "HTTP" as const, Port: 80, VpcId: Subnets[0]?.VpcId };
    const { TargetGroups } = await elb.send(new CreateTargetGroupCommand({ Name: "web", ...settings }));
    const { LoadBalancers } = await elb.send(
      new CreateLoadBalancerCommand({
        Name: "web",
        Scheme: "internal",
        Subnets: Subnets.slice(0, 2).map(({ SubnetId = "" }) => SubnetId),
      }),
    );
    const [TargetGroupArn = "", LoadBalancerArn = ""] = [
      TargetGroups?.[0]?.TargetGroupArn,
      LoadBalancers?.[0]?.LoadBalancerArn,
    ];
    const DefaultActions = [{ Type: "forward" as const, TargetGroupArn }];
    await elb.send(
      new CreateListenerCommand({ LoadBalancerArn, Protocol: "HTTP", Port: 80, DefaultActions }),
    );
    const { Instances } = await ec2.send(
      new RunInstancesCommand({
        ImageId: "ami-12c6146b",
        MinCount: 1,
        MaxCount: 1,
        InstanceType: "t4g.small",
      }),
    );
    const target = { Id: Instances?.[0]?.InstanceId ?? "", Port: 32_768 };
    await elb.send(new RegisterTargetsCommand({ TargetGroupArn, Targets: [target] }));
    const report = (state: string) =>
      fetch(`${aws.endpoint}/embedded-aws/target-health`, {
        method: "PUT",
        body: JSON.stringify({ [TargetGroupArn]: [{ id: target.Id, port: target.Port, state }] }),
      });
    await report("healthy");
    await create("shop/no-healthy-task", {
      Namespace: "AWS/ApplicationELB",
      MetricName: "HealthyHostCount",
      Dimensions: [
        { Name: "TargetGroup", Value: TargetGroupArn.split(":").at(-1) },
        { Name: "LoadBalancer", Value: LoadBalancerArn.split(":loadbalancer/").at(-1) },
      ],
      Statistic: "Maximum",
    });

    expect(await becomes("shop/no-healthy-task", "OK")).toBe(true);
    await report("unhealthy");
    expect(await becomes("shop/no-healthy-task", "ALARM")).toBe(true);
  });

  it("has no data where the embedded AWS does not know the metric", async () => {
    await create("shop/cpu", { Namespace: "AWS/RDS", MetricName: "CPUUtilization", Statistic: "Average" });
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect((await described("shop/cpu"))?.StateValue).toBe("INSUFFICIENT_DATA");
  });
});

describe("a schedule", () => {
  it("starts its target", async () => {
    const hourly = await queue("hourly", "hourly");
    await events("PutRule", { Name: "hourly", ScheduleExpression: "rate(1 hour)" });
    await events("PutTargets", { Rule: "hourly", Targets: [{ Id: "queue", Arn: arn("sqs", "hourly") }] });
    await fetch(`${aws.endpoint}/embedded-aws/schedules/hourly`, { method: "POST" });

    const [message] = await received(hourly);
    expect(JSON.parse(message?.Body ?? "")).toMatchObject({ "detail-type": "Scheduled Event" });
  });
});
