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

/** How long a received message is hidden. Longer than the function's timeout. */
const HIDDEN_SECONDS = 120;

/**
 * Invokes the notifier again with every event in its dead-letter queue, one after the other, and deletes the events that it
 * posted. The others stay in the queue, and the reasons are printed.
 */
export async function redrive(operation: Operation): Promise<Facts> {
  const { environment, names, output } = operation;
  if (!environment.slack) {
    throw new Refusal(
      `${environment.environment} does not use Slack.\nFix: Set slack in environments/${environment.environment}.ts, then deploy both stacks.`,
    );
  }

  const sqs = operation.client(SQSClient);
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: names.undeliveredEvents.name }));
  const failures = new Map<string | undefined, string>();
  let posted = 0;
  for (;;) {
    operation.goOn();
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 1, VisibilityTimeout: HIDDEN_SECONDS }),
    );
    const [message] = Messages;
    // A message that is received again was hidden long enough, and all others were received since.
    if (!message || failures.has(message.MessageId)) break;

    const failure = await post(operation, message.Body ?? "");
    if (failure === undefined) {
      await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message.ReceiptHandle }));
      posted += 1;
    } else {
      failures.set(message.MessageId, failure);
    }
  }

  const facts = { posted, left: failures.size };
  if (failures.size > 0) {
    const reasons = [...failures].map(([id, failure]) => `  ${id}: ${failure}`);
    throw new Failure(
      [`${posted} events posted, ${failures.size} left in the dead-letter queue:`, ...reasons].join("\n"),
      facts,
    );
  }
  output.print(`${posted} events posted, 0 left in the dead-letter queue.`);
  return facts;
}

/** @returns the reason when the notifier could not post the event; otherwise undefined */
async function post(operation: Operation, event: string): Promise<string | undefined> {
  const { FunctionError, Payload } = await operation
    .client(LambdaClient)
    .send(new InvokeCommand({ FunctionName: operation.names.notifier.name, Payload: Buffer.from(event) }));
  if (FunctionError === undefined) return undefined;
  const { errorMessage } = JSON.parse(Buffer.from(Payload ?? "{}").toString()) as { errorMessage?: string };
  return errorMessage ?? FunctionError;
}
