import {
  CloudWatchLogsClient,
  CreateLogStreamCommand,
  PutLogEventsCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import type { Environment } from "../../config/environment";
import { SCHEDULER_RAN_LINE } from "../../constructs/containers/scheduler";

import { namesOf } from "../../facts/names";
import type { Sandbox } from "./sandbox";

const SECONDS = 1;
const STREAM = "signs-of-life";

/**
 * What the alarms on background work watch, and simulated containers do not give: a worker that polls the queue, and a scheduler
 * that logs each run. Without them `status` always has problems.
 *
 * @returns ends them
 */
export async function giveSignsOfLife(
  { clients }: Pick<Sandbox, "clients">,
  environment: Environment,
): Promise<() => void> {
  const names = namesOf(environment);
  const sqs = new SQSClient(clients);
  const logs = new CloudWatchLogsClient(clients);
  const QueueUrl = `${clients.endpoint}/${environment.accountId}/${names.queue("jobs").name}`;
  const stream = { logGroupName: names.logGroup("scheduler"), logStreamName: STREAM };
  await logs.send(new CreateLogStreamCommand(stream));
  const give = async () => {
    await sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 0 }));
    const event = { timestamp: Date.now(), message: SCHEDULER_RAN_LINE };
    await logs.send(new PutLogEventsCommand({ ...stream, logEvents: [event] }));
  };
  await give();
  const timer = setInterval(() => void give(), SECONDS * 1_000);
  return () => clearInterval(timer);
}
