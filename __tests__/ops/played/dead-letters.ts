import { createHash } from "node:crypto";
import type { Answers } from "./endpoint";

/** A queue of dead letters, and the function that its messages are given to. */
export class DeadLetters {
  private readonly hidden = new Set<string>();
  private taken = 0;

  /**
   * @param waiting the events in it
   * @param invoke gives an event to the function; what it returns is why that failed
   * @param shown whether a message that was taken is seen again at once, as if its time were up
   */
  constructor(
    public readonly waiting: string[],
    private readonly invoke: (event: string) => Promise<string | undefined> | string | undefined,
    private readonly shown = false,
  ) {}

  public readonly answers: Readonly<Record<string, Answers>> = {
    sqs: {
      GetQueueUrl: ({ QueueName }: { QueueName: string }) => ({
        QueueUrl: `${process.env.AWS_ENDPOINT_URL}/1/${QueueName}`,
      }),
      ReceiveMessage: () => {
        const Body = this.waiting.find((each) => !this.hidden.has(each));
        if (Body === undefined) return {};
        if (!this.shown) this.hidden.add(Body);
        const MD5OfBody = createHash("md5").update(Body).digest("hex");
        const MessageId = MD5OfBody.slice(0, 8);
        this.taken += 1;
        return { Messages: [{ MessageId, ReceiptHandle: `${this.taken}:${Body}`, Body, MD5OfBody }] };
      },
      DeleteMessage: ({ ReceiptHandle }: { ReceiptHandle: string }) => {
        this.waiting.splice(this.waiting.indexOf(ReceiptHandle.replace(/^\d+:/, "")), 1);
        return {};
      },
    },
    lambda: {
      Invoke: async ({ Payload }: { Payload: string }) => {
        const errorMessage = await this.invoke(Payload);
        return errorMessage === undefined
          ? { status: 200, body: "null" }
          : {
              status: 200,
              headers: { "x-amz-function-error": "Unhandled" },
              body: JSON.stringify({ errorMessage }),
            };
      },
    },
  };
}
