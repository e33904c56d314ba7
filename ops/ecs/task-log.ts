import {
  CloudWatchLogsClient,
  GetLogEventsCommand,
  ResourceNotFoundException,
} from "@aws-sdk/client-cloudwatch-logs";
import { logStreamName } from "../../facts/log-names";
import type { Operation } from "../cli/operation";
import { undefinedFor } from "../cli/undefined-for";
import type { LogLine } from "./log-stream";

/** More than the statements of any release, and than the mistakes that the image finds at its start. */
const KEPT_LINES = 1_000;

/** Prints the log of one container of one task while it grows. */
export class TaskLog {
  /** The last lines that it printed. */
  public readonly last: LogLine[] = [];

  private token: string | undefined;

  constructor(
    private readonly operation: Operation,
    private readonly container: string,
    private readonly task: string,
    /** What is done with a line. @default it is printed */
    private readonly print = (line: string): void => operation.output.verbatim(line),
  ) {}

  /** Prints the lines since the last call. The log stream exists once the container has written its first line. */
  public async printNew(): Promise<void> {
    const { operation, container, task } = this;
    for (;;) {
      const page = await operation
        .client(CloudWatchLogsClient)
        .send(
          new GetLogEventsCommand({
            logGroupName: operation.names.logGroup(container),
            logStreamName: logStreamName(container, task),
            startFromHead: true,
            ...(this.token === undefined ? {} : { nextToken: this.token }),
          }),
        )
        .catch(undefinedFor(ResourceNotFoundException));
      for (const { message = "", timestamp = 0 } of page?.events ?? []) {
        this.print(message.trimEnd());
        this.last.push({ at: new Date(timestamp), container, task, text: message });
        if (this.last.length > KEPT_LINES) this.last.shift();
      }
      // At the end of the stream CloudWatch returns the same token.
      if (page === undefined || page.nextForwardToken === this.token) return;
      this.token = page.nextForwardToken;
    }
  }
}
