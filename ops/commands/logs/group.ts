import {
  CloudWatchLogsClient,
  paginateFilterLogEvents,
  ResourceNotFoundException,
} from "@aws-sdk/client-cloudwatch-logs";
import type { LogLine } from "../../ecs/log-stream";
import type { Operation } from "../../cli/operation";
import { ownerOf } from "../../ecs/log-stream";

/** A log line with a unique id. */
export interface Event extends LogLine {
  readonly id: string;
}

/** The log lines of all containers with one name since a moment, ordered by time. None if there is no log group. */
export async function* eventsOf(operation: Operation, container: string, since: Date): AsyncGenerator<Event> {
  const pages = paginateFilterLogEvents(
    { client: operation.client(CloudWatchLogsClient) },
    { logGroupName: operation.names.logGroup(container), startTime: since.getTime() },
  );
  try {
    for await (const { events = [] } of pages) {
      operation.goOn();
      for (const { eventId = "", timestamp = 0, message = "", logStreamName = "" } of events) {
        const { task } = ownerOf(logStreamName);
        yield { id: eventId, container, task, at: new Date(timestamp), text: message };
      }
    }
  } catch (error) {
    if (!(error instanceof ResourceNotFoundException)) throw error;
  }
}
