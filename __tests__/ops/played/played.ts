import "./credentials";
import type { Environment } from "../../../config/environment";
import { namesOf } from "../../../facts/names";
import { requireAccountOf } from "../../../ops/cli/account";
import { endOf } from "../../../ops/cli/command";
import type { Observations } from "../../../ops/diagnosis/observations";
import { Operation } from "../../../ops/cli/operation";
import type { Facts } from "../../../ops/cli/outcome";
import { EXIT } from "../../../ops/cli/outcome";
import { Output } from "../../../ops/cli/output";
import { answerRule } from "../../../ops/maintenance/rules";
import type { Answers } from "./endpoint";
import { Endpoint } from "./endpoint";
import { AwsError } from "./protocols";

export interface Ended {
  readonly exitCode: number;
  readonly said: string;
  readonly warned: string;
  readonly facts: Facts;
}

/** An AWS that shows what is observed, and the commands run against it: real clients, real HTTP. */
export class Played {
  private constructor(
    public readonly endpoint: Endpoint,
    public readonly environment: Environment,
  ) {}

  public static async open(
    environment: Environment,
    seen: Observations,
    more: Readonly<Record<string, Answers>> = {},
  ): Promise<Played> {
    const answers = answersFrom(environment, seen);
    const services = [...new Set([...Object.keys(answers), ...Object.keys(more)])];
    const endpoint = await Endpoint.open(
      Object.fromEntries(services.map((service) => [service, { ...answers[service], ...more[service] }])),
    );
    return new Played(endpoint, environment);
  }

  /** Runs a command as `operate` does, and returns how it ended. */
  public run(command: (operation: Operation) => Promise<Facts>, signal?: AbortSignal): Promise<Ended> {
    return this.runUnchecked(async (operation) => {
      await requireAccountOf(operation);
      return command(operation);
    }, signal);
  }

  /** The same for a command that does not require the account before it starts. */
  public async runUnchecked(
    command: (operation: Operation) => Promise<Facts>,
    signal = new AbortController().signal,
  ): Promise<Ended> {
    process.env.AWS_ENDPOINT_URL = this.endpoint.url;
    const said: string[] = [];
    const warned: string[] = [];
    const output = new Output(
      false,
      { write: (text: string) => said.push(text) },
      { write: (text: string) => warned.push(text) },
      {},
    );
    const operation = new Operation(this.environment, output, signal);
    const before = this.endpoint.changes.length;
    const end = (exitCode: number, facts: Facts) => ({
      exitCode,
      said: said.join(""),
      warned: warned.join(""),
      facts,
    });
    try {
      return end(0, await command(operation));
    } catch (error) {
      const { exitCode, message, facts } = endOf(error);
      output.fail(message);
      // What this exit code promises to who reads it, e.g. a workflow.
      if (exitCode === EXIT.refused) expect(this.endpoint.changes.slice(before)).toEqual([]);
      return end(exitCode, facts);
    }
  }

  public close(): Promise<void> {
    return this.endpoint.close();
  }
}

/** What AWS answers to a read. */
function answersFrom(environment: Environment, seen: Observations): Readonly<Record<string, Answers>> {
  const names = namesOf(environment);
  const { services = [], serviceDeployments = [], tasks = [], hosts = [], logs = [] } = seen;
  const deploymentArn = (index: number) => `${services[0]?.serviceArn}/deployment/${index}`;

  return {
    sts: {
      GetCallerIdentity: () => ({ Account: environment.accountId, Arn: "arn:aws:iam::1:user/taylor" }),
    },
    kms: {
      DescribeKey: () => ({ KeyMetadata: { KeyState: "Enabled", ...seen.key, KeyId: "4d07e6b0" } }),
    },
    elasticache: { DescribeReplicationGroups: () => replicationGroups(environment, seen.cache) },
    ecs: {
      DescribeServices: () => ({ services }),
      ListServiceDeployments: ({ service }: { service: string }) => ({
        serviceDeployments: serviceDeployments.flatMap(({ serviceArn }, index) =>
          serviceArn?.endsWith(`/${service}`) ? [{ serviceDeploymentArn: deploymentArn(index) }] : [],
        ),
      }),
      DescribeServiceDeployments: ({ serviceDeploymentArns }: { serviceDeploymentArns: string[] }) => ({
        serviceDeployments: serviceDeployments.filter((_each, index) =>
          serviceDeploymentArns.includes(deploymentArn(index)),
        ),
      }),
      ListTasks: ({ desiredStatus }: { desiredStatus: string }) => ({
        taskArns: tasks.flatMap(({ lastStatus }, index) =>
          lastStatus === desiredStatus ? [String(index)] : [],
        ),
      }),
      DescribeTasks: ({ tasks: arns }: { tasks: string[] }) => ({
        tasks: arns.map((index) => tasks[Number(index)]),
      }),
      DescribeTaskDefinition: ({ taskDefinition }: { taskDefinition: string }) => ({
        taskDefinition: seen.taskDefinitions?.find(
          ({ taskDefinitionArn }) => taskDefinitionArn === taskDefinition,
        ),
      }),
      ListContainerInstances: () => ({ containerInstanceArns: hosts.map((_host, index) => String(index)) }),
      DescribeContainerInstances: () => ({ containerInstances: hosts }),
    },
    s3: {
      GetObject() {
        if (!seen.release) throw new AwsError("NoSuchKey", "The specified key does not exist.", 404);
        const { aliveAt, ...entry } = seen.release;
        return {
          status: 200,
          headers: { "last-modified": aliveAt.toUTCString() },
          body: JSON.stringify({ ...entry, released: false }),
        };
      },
    },
    autoscaling: { DescribeScalingActivities: () => ({ Activities: seen.scalingActivities ?? [] }) },
    elasticloadbalancing: {
      DescribeLoadBalancers: () => ({ LoadBalancers: [{ LoadBalancerArn: "balancer" }] }),
      DescribeListeners: () => ({
        Listeners: [
          { ListenerArn: "redirecting", DefaultActions: [{ Type: "redirect" }] },
          { ListenerArn: "serving", DefaultActions: [{ Type: "forward", TargetGroupArn: "group" }] },
        ],
      }),
      DescribeRules: () => ({
        Rules: seen.maintenance
          ? [{ RuleArn: "answer", ...answerRule(seen.maintenance), Priority: "2" }]
          : [],
      }),
      DescribeTargetHealth: () => ({ TargetHealthDescriptions: seen.targets ?? [] }),
    },
    ssm: {
      GetParameters: () => ({
        Parameters: Object.entries(seen.images ?? {}).map(([image, Value]) => ({
          Name: names.imageParameter(image as "app").name,
          Value,
        })),
      }),
    },
    sqs: {
      GetQueueUrl: ({ QueueName }: { QueueName: string }) => ({
        QueueUrl: `${process.env.AWS_ENDPOINT_URL}/1/${QueueName}`,
      }),
      GetQueueAttributes: ({ QueueUrl }: { QueueUrl: string }) => ({
        Attributes: {
          ApproximateNumberOfMessages: String(
            QueueUrl.includes("failed") ? (seen.jobs?.failed ?? 0) : (seen.jobs?.waiting ?? 0),
          ),
          ApproximateNumberOfMessagesNotVisible: String(
            QueueUrl.includes("failed") ? 0 : (seen.jobs?.inFlight ?? 0),
          ),
        },
      }),
    },
    cloudwatch: { DescribeAlarms: () => ({ MetricAlarms: seen.alarms ?? [] }) },
    logs: {
      GetLogEvents: ({ logStreamName }: { logStreamName: string }) => ({
        events: logs
          .filter(({ container, task }) => logStreamName === `ecs/${container}/${task}`)
          .map(({ at, text }) => ({ timestamp: at.getTime(), message: text })),
      }),
    },
  };
}

function replicationGroups({ name }: Environment, cache: Observations["cache"]) {
  if (cache?.state === "missing") throw new AwsError("ReplicationGroupNotFoundFault", "not found", 404);
  const members = Array.from({ length: cache?.nodes ?? 0 }, (_each, index) => `${name}-00${index + 1}`);
  return {
    ReplicationGroups: [
      {
        ReplicationGroupId: name,
        Status: cache?.state ?? "available",
        MemberClusters: members,
        NodeGroups: [
          {
            NodeGroupId: "0001",
            NodeGroupMembers: members.map((member) => ({
              CacheClusterId: member,
              CurrentRole: member === cache?.primary ? "primary" : "replica",
            })),
          },
        ],
      },
    ],
  };
}

/** The answer to a caller without the permission. */
export const denied = (action: string) => () => {
  throw new AwsError("AccessDeniedException", `User: taylor is not authorized to perform: ${action}`);
};
