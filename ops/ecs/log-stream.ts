import {
  CloudWatchLogsClient,
  GetLogEventsCommand,
  ResourceNotFoundException,
} from "@aws-sdk/client-cloudwatch-logs";
import { logStreamName } from "../../facts/log-names";
import type { Operation } from "../cli/operation";
import { undefinedFor } from "../cli/undefined-for";

/** ECS shows a stopped task for about an hour, so older lines belong to no known task. */
export const STOPPED_TASK_MINUTES = 60;

/** One log line of a container. */
export interface LogLine {
  readonly container: string;
  /** The id of its task. */
  readonly task: string;
  readonly at: Date;
  readonly text: string;
}

/** The container and the task of a log stream. */
export function ownerOf(stream: string): Pick<LogLine, "container" | "task"> {
  const [, container = "", task = ""] = stream.split("/");
  return { container, task };
}

/** The last log lines of one container of one task, oldest first. */
export async function lastLines(
  operation: Operation,
  { container, task, since, limit }: { container: string; task: string; since: Date; limit: number },
): Promise<LogLine[]> {
  const command = new GetLogEventsCommand({
    logGroupName: operation.names.logGroup(container),
    logStreamName: logStreamName(container, task),
    startTime: since.getTime(),
    startFromHead: false,
    limit,
  });
  const found = await operation
    .client(CloudWatchLogsClient)
    .send(command)
    .catch(undefinedFor(ResourceNotFoundException));
  return (found?.events ?? []).map(({ timestamp = 0, message = "" }) => ({
    container,
    task,
    at: new Date(timestamp),
    text: message,
  }));
}
