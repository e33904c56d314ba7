import type { Message } from "@aws-sdk/client-sqs";
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
  StartMessageMoveTaskCommand,
} from "@aws-sdk/client-sqs";
import { namesOf } from "../../facts/names";
import type { Sandbox } from "./sandbox";

/** The queue as Laravel and its operator use it, call by call. */
export class Jobs {
  private readonly sqs: SQSClient;
  private readonly url: string;
  private readonly deadLettersUrl: string;
  private readonly deadLettersArn: string;

  constructor({ clients }: Sandbox, environment: Parameters<typeof namesOf>[0]) {
    const names = namesOf(environment);
    this.sqs = new SQSClient(clients);
    const urlOf = (name: string) => `${clients.endpoint}/${environment.accountId}/${name}`;
    this.url = urlOf(names.queue("jobs").name);
    this.deadLettersUrl = urlOf(names.queue("jobs-failed").name);
    this.deadLettersArn = names.queue("jobs-failed").arn;
  }

  public async send(body: string): Promise<void> {
    await this.sqs.send(new SendMessageCommand({ QueueUrl: this.url, MessageBody: body }));
  }

  /** One job, if there is one now. */
  public async take(): Promise<Message | undefined> {
    const { Messages = [] } = await this.sqs.send(
      new ReceiveMessageCommand({ QueueUrl: this.url, MaxNumberOfMessages: 1, WaitTimeSeconds: 0 }),
    );
    return Messages[0];
  }

  /** Releases a job like Laravel after a failure with retries left. */
  public async giveBack(message: Message | undefined): Promise<void> {
    const ReceiptHandle = message?.ReceiptHandle;
    await this.sqs.send(
      new ChangeMessageVisibilityCommand({ QueueUrl: this.url, ReceiptHandle, VisibilityTimeout: 0 }),
    );
  }

  public async finish(message: Message | undefined): Promise<void> {
    const ReceiptHandle = message?.ReceiptHandle;
    await this.sqs.send(new DeleteMessageCommand({ QueueUrl: this.url, ReceiptHandle }));
  }

  public async empty(): Promise<void> {
    await this.sqs.send(new PurgeQueueCommand({ QueueUrl: this.url }));
  }

  public async count(): Promise<{ waiting: number; inFlight: number }> {
    const attributes = await this.attributes();
    return {
      waiting: Number(attributes.ApproximateNumberOfMessages),
      inFlight: Number(attributes.ApproximateNumberOfMessagesNotVisible),
    };
  }

  public async visibilityTimeoutSeconds(): Promise<number> {
    return Number((await this.attributes()).VisibilityTimeout);
  }

  /** The jobs in the dead-letter queue. Reading them does not hide them. */
  public async deadLetters(): Promise<string[]> {
    const { Messages = [] } = await this.sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: this.deadLettersUrl,
        MaxNumberOfMessages: 10,
        VisibilityTimeout: 0,
        WaitTimeSeconds: 0,
      }),
    );
    return Messages.map(({ Body = "" }) => Body);
  }

  /** The redrive of an operator after the fix of the fault. */
  public async sendBack(): Promise<void> {
    await this.sqs.send(new StartMessageMoveTaskCommand({ SourceArn: this.deadLettersArn }));
  }

  private async attributes(): Promise<Record<string, string>> {
    const { Attributes = {} } = await this.sqs.send(
      new GetQueueAttributesCommand({ QueueUrl: this.url, AttributeNames: ["All"] }),
    );
    return Attributes;
  }
}
