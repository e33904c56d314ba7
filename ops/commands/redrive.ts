import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import {
  DeleteMessageCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import type { Operation } from "../cli/operation";
import type { Facts } from "../cli/outcome";
import { Failure } from "../cli/outcome";
import { Refusal } from "../cli/refusal";

/** For so long nobody else sees what was taken: longer than the function runs. */
const HIDDEN_SECONDS = 120;

/**
 * Tells Slack what it was not told of: gives every event of the dead letters to the notifier again, one after the other,
 * and removes those that it could post. The others stay, and their reasons are said.
 */
export async function redrive(operation: Operation): Promise<Facts> {
  const { environment, names, output } = operation;
  if (!environment.slack) {
    throw new Refusal(
      `${environment.environment} does not use Slack.\nRemedy: set slack in its file, and deploy both stacks.`,
    );
  }

  const sqs = operation.client(SQSClient);
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: names.undeliveredEvents.name }));
  const failures = new Map<string | undefined, string>();
  let told = 0;
  for (;;) {
    operation.goOn();
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 1, VisibilityTimeout: HIDDEN_SECONDS }),
    );
    const [message] = Messages;
    // One that comes again was hidden long enough, and all the others were taken since.
    if (!message || failures.has(message.MessageId)) break;

    const failure = await tell(operation, message.Body ?? "");
    if (failure === undefined) {
      await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message.ReceiptHandle }));
      told += 1;
    } else {
      failures.set(message.MessageId, failure);
    }
  }

  const facts = { told, left: failures.size };
  if (failures.size > 0) {
    const reasons = [...failures].map(([id, failure]) => `  ${id}: ${failure}`);
    throw new Failure(
      [`${told} told, ${failures.size} stay for another time:`, ...reasons].join("\n"),
      facts,
    );
  }
  output.say(`${told} told, none left.`);
  return facts;
}

/** Returns why the notifier could not post it, if it could not. */
async function tell(operation: Operation, event: string): Promise<string | undefined> {
  const { FunctionError, Payload } = await operation
    .client(LambdaClient)
    .send(new InvokeCommand({ FunctionName: operation.names.notifier.name, Payload: Buffer.from(event) }));
  if (FunctionError === undefined) return undefined;
  const { errorMessage } = JSON.parse(Buffer.from(Payload ?? "{}").toString()) as { errorMessage?: string };
  return errorMessage ?? FunctionError;
}
