import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  PutLogEventsCommand,
  ResourceAlreadyExistsException,
} from "@aws-sdk/client-cloudwatch-logs";
import { beginningOf, LogEvents } from "./log-events";
import type { RoleClients } from "./roles";

/** Of Docker's driver (moby, daemon/logger/awslogs): how often it sends, and how much at once. */
const SEND_SECONDS = 5;
const MOST_EVENTS = 1_000;

export interface AwsLogsProps {
  readonly options: Readonly<Record<string, string>>;
  readonly container: string;
  readonly taskId: string;
  /** The execution role; on hosts without ECS_ENABLE_AWSLOGS_EXECUTIONROLE_OVERRIDE that of the instance. */
  readonly clients: RoleClients;
  readonly pace: number;
  readonly warn: (line: string) => void;
}

/** Docker's log driver awslogs: the output of one container goes to one stream. It does not split events above 256 KiB. */
export class AwsLogs {
  private readonly events: LogEvents;
  private readonly client: CloudWatchLogsClient;
  private readonly group: string;
  private readonly stream: string;
  private readonly timer: NodeJS.Timeout;
  private readonly age: number;
  private sending = Promise.resolve();

  public constructor(private readonly props: AwsLogsProps) {
    const { options, container, taskId, clients, pace } = props;
    this.events = new LogEvents(beginningOf(options));
    this.client = new CloudWatchLogsClient({
      ...clients,
      region: options["awslogs-region"] ?? clients.region,
    });
    this.group = options["awslogs-group"] ?? "";
    this.stream = [options["awslogs-stream-prefix"], container, taskId].filter(Boolean).join("/");
    this.age = SEND_SECONDS * 1000 * pace;
    this.timer = setInterval(() => this.send(Date.now() - this.age), Math.max(50, this.age));
  }

  /** Creates the stream. @throws Error with the text of the Docker daemon */
  public async begin(): Promise<void> {
    try {
      if (this.props.options["awslogs-create-group"] === "true")
        await this.unlessExists(new CreateLogGroupCommand({ logGroupName: this.group }));
      await this.unlessExists(
        new CreateLogStreamCommand({ logGroupName: this.group, logStreamName: this.stream }),
      );
    } catch (error) {
      clearInterval(this.timer);
      const { name, message } = error as Error;
      throw new Error(
        `failed to initialize logging driver: failed to create Cloudwatch log stream: ${name}: ${message}`,
      );
    }
  }

  public add(text: string, stream: "stdout" | "stderr"): void {
    this.events.add(text, stream, Date.now());
  }

  /** Sends what is left. */
  public async end(): Promise<void> {
    clearInterval(this.timer);
    this.events.end(Date.now());
    this.send(Infinity);
    await this.sending;
    this.client.destroy();
  }

  /** One request after the other, so that the order is kept. */
  private send(olderThan: number): void {
    const events = this.events.take(olderThan);
    for (let start = 0; start < events.length; start += MOST_EVENTS) {
      const logEvents = events.slice(start, start + MOST_EVENTS);
      const target = { logGroupName: this.group, logStreamName: this.stream };
      this.sending = this.sending
        .then(() => this.client.send(new PutLogEventsCommand({ ...target, logEvents })))
        .then(
          () => undefined,
          (error: Error) => this.props.warn(`the log of ${this.stream} was not sent: ${error.message}`),
        );
    }
  }

  private async unlessExists(command: CreateLogGroupCommand | CreateLogStreamCommand): Promise<void> {
    try {
      await this.client.send(command as CreateLogStreamCommand);
    } catch (error) {
      if (!(error instanceof ResourceAlreadyExistsException)) throw error;
    }
  }
}
