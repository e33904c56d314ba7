import { AutoScalingClient, paginateDescribeScalingActivities } from "@aws-sdk/client-auto-scaling";
import type { Activity } from "@aws-sdk/client-auto-scaling";
import { CloudWatchClient, paginateDescribeAlarms } from "@aws-sdk/client-cloudwatch";
import type { MetricAlarm } from "@aws-sdk/client-cloudwatch";
import type { Service } from "@aws-sdk/client-ecs";
import {
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import type { TargetHealthDescription } from "@aws-sdk/client-elastic-load-balancing-v2";
import {
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  QueueDoesNotExist,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { GetParametersCommand, SSMClient } from "@aws-sdk/client-ssm";
import type { JobQueue } from "../../config/queues";
import { jobQueuesOf } from "../../config/queues";
import { IMAGES } from "../../facts/names";
import type { Image } from "../../facts/names";
import { undefinedFor } from "../cli/undefined-for";
import type { Operation } from "../cli/operation";
import { itemsIn } from "./portions";

/** The number of jobs of one queue. SQS's counts are approximate. */
interface JobCounts {
  readonly waiting: number;
  /** Received by a worker, and not finished. */
  readonly inFlight: number;
  /** In the dead-letter queue: they used up their retries. */
  readonly failed: number;
}

/** The number of jobs of all queues together. */
export interface Jobs extends JobCounts {
  /** By the name of the queue, if the environment has more than one. */
  readonly queues?: Readonly<Record<string, JobCounts>>;
}

const ACTIVITIES = 10;

/** The newest activities of the hosts' Auto Scaling group. */
export async function lookAtActivities(operation: Operation): Promise<Activity[]> {
  const found: Activity[] = [];
  const pages = paginateDescribeScalingActivities(
    { client: operation.client(AutoScalingClient), pageSize: ACTIVITIES },
    { AutoScalingGroupName: operation.environment.name },
  );
  for await (const { Activities = [] } of pages) {
    found.push(...Activities);
    if (found.length >= ACTIVITIES) break;
  }
  return found;
}

/** The health of the load balancer's targets. */
export async function lookAtTargets(
  operation: Operation,
  services: readonly Service[],
): Promise<TargetHealthDescription[] | undefined> {
  const [target] = services.flatMap(({ loadBalancers = [] }) => loadBalancers);
  if (target?.targetGroupArn === undefined) return undefined;
  const { TargetHealthDescriptions = [] } = await operation
    .client(ElasticLoadBalancingV2Client)
    .send(new DescribeTargetHealthCommand({ TargetGroupArn: target.targetGroupArn }));
  return TargetHealthDescriptions;
}

/** The tags in the image parameters. */
export async function lookAtImages(operation: Operation): Promise<Record<Image, string>> {
  const parameterOf = (image: Image) => operation.names.imageParameter(image).name;
  const { Parameters = [] } = await operation
    .client(SSMClient)
    .send(new GetParametersCommand({ Names: IMAGES.map(parameterOf) }));
  const tagOf = (image: Image) => Parameters.find(({ Name }) => Name === parameterOf(image))?.Value ?? "";
  return { app: tagOf("app"), nginx: tagOf("nginx") };
}

/** The number of jobs that are waiting, in flight, and in a dead-letter queue; undefined before the service stack is deployed. */
export async function lookAtJobs(operation: Operation): Promise<Jobs | undefined> {
  const known = await Promise.all(
    jobQueuesOf(operation.environment).map(
      async (queue) =>
        [queue.queue, await countJobs(operation, queue).catch(undefinedFor(QueueDoesNotExist))] as const,
    ),
  );
  // A queue that is not deployed yet does not hide the others.
  const found = known.flatMap(([queue, counts]) => (counts ? [[queue, counts] as const] : []));
  if (found.length === 0) return undefined;
  const sum = (what: keyof JobCounts) => found.reduce((all, [, counts]) => all + counts[what], 0);
  return {
    waiting: sum("waiting"),
    inFlight: sum("inFlight"),
    failed: sum("failed"),
    ...(known.length > 1 ? { queues: Object.fromEntries(found) } : {}),
  };
}

async function countJobs(operation: Operation, queue: JobQueue): Promise<JobCounts> {
  const [jobs, failed] = await Promise.all([
    countMessages(operation, queue.jobs.name),
    countMessages(operation, queue.deadLetters.name),
  ]);
  return { waiting: jobs.visible, inFlight: jobs.hidden, failed: failed.visible + failed.hidden };
}

async function countMessages(operation: Operation, name: string) {
  const sqs = operation.client(SQSClient);
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: name }));
  const { Attributes = {} } = await sqs.send(
    new GetQueueAttributesCommand({
      QueueUrl,
      AttributeNames: ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"],
    }),
  );
  return {
    visible: Number(Attributes.ApproximateNumberOfMessages ?? 0),
    hidden: Number(Attributes.ApproximateNumberOfMessagesNotVisible ?? 0),
  };
}

/** The alarms of this environment, in every state. */
export async function lookAtAlarms(operation: Operation): Promise<MetricAlarm[]> {
  const pages = paginateDescribeAlarms(
    { client: operation.client(CloudWatchClient) },
    { AlarmNamePrefix: operation.names.alarm("").name },
  );
  return itemsIn(pages, ({ MetricAlarms }) => MetricAlarms);
}
