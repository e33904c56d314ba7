import type { PutMetricAlarmCommandInput } from "@aws-sdk/client-cloudwatch";
import { CloudWatchClient, DescribeAlarmsCommand, PutMetricAlarmCommand } from "@aws-sdk/client-cloudwatch";
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
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
import { PurgeQueueCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { eventually } from "../../../local/processes";
import { arn, TestAccount } from "../test-account";

let account: TestAccount;

beforeAll(async () => {
  account = await TestAccount.open();
}, 90_000);
afterAll(() => account.close());

describe("an alarm", () => {
  const described = async (name: string) => {
    const command = new DescribeAlarmsCommand({ AlarmNames: [name] });
    return (await new CloudWatchClient(account.clients).send(command)).MetricAlarms?.[0];
  };
  const becomes = (name: string, value: string) =>
    eventually(async () => (await described(name))?.StateValue === value, 20);
  const create = (AlarmName: string, metric: Partial<PutMetricAlarmCommandInput>) =>
    new CloudWatchClient(account.clients).send(
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
    const [jobs, heard] = [await account.queue("jobs"), await account.queue("heard", "alarms")];
    await account.events("PutRule", {
      Name: "alarms",
      EventPattern: JSON.stringify({ source: ["aws.cloudwatch"], detail: { alarmName: [AlarmName] } }),
    });
    await account.events("PutTargets", {
      Rule: "alarms",
      Targets: [{ Id: "heard", Arn: arn("sqs", "heard") }],
    });
    await new SQSClient(account.clients).send(
      new SendMessageCommand({ QueueUrl: jobs, MessageBody: "work" }),
    );
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
    await new SQSClient(account.clients).send(new PurgeQueueCommand({ QueueUrl: jobs }));
    expect(await becomes(AlarmName, "OK")).toBe(true);
    const announced = [...(await account.received(heard)), ...(await account.received(heard))];
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
    const logs = new CloudWatchLogsClient(account.clients);
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
    const elb = new ElasticLoadBalancingV2Client(account.clients);
    const ec2 = new EC2Client(account.clients);
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
      fetch(`${account.endpoint}/embedded-aws/target-health`, {
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
