import type { DataAwsIamPolicyDocumentStatement } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { Construct } from "constructs";
import { sqsQueue, sqsQueuePolicy } from "../aws/sqs-queue";

export interface QueueProps {
  /** Prefix of every physical name, e.g. `api-production`. */
  readonly name: string;

  /** Strict order and no duplicates. */
  readonly fifo: boolean;

  /** How long a job that a worker received is hidden from other workers. */
  readonly visibilityTimeoutSeconds: number;

  /** How often a job is received before it moves to the dead-letter queue. */
  readonly maxReceiveCount: number;
}

/**
 * The queue of Laravel's jobs, and the dead-letter queue of the jobs that used up their retries. An operator sends these
 * back with `aws sqs start-message-move-task`.
 *
 * A job that is still running when its visibility timeout ends is received by a second worker. Synth therefore rejects a
 * timeout that is not longer than the job's.
 */
export class Queue extends Construct {
  public readonly name: string;
  public readonly deadLettersName: string;

  private readonly arn: string;

  constructor(scope: Construct, id: string, props: QueueProps) {
    super(scope, id);

    const { name, fifo, visibilityTimeoutSeconds, maxReceiveCount } = props;
    const suffix = fifo ? ".fifo" : "";
    const order = fifo ? { fifoQueue: true, contentBasedDeduplication: true } : {};

    const deadLetters = sqsQueue(this, "dead-letters", { name: `${name}-jobs-failed${suffix}`, ...order });
    const jobs = sqsQueue(this, "jobs", {
      name: `${name}-jobs${suffix}`,
      visibilityTimeoutSeconds,
      receiveWaitTimeSeconds: 20,
      redrivePolicy: JSON.stringify({ deadLetterTargetArn: deadLetters.arn, maxReceiveCount }),
      ...order,
    });
    sqsQueuePolicy(this, "jobs-policy", jobs);
    sqsQueuePolicy(this, "dead-letters-policy", deadLetters);

    this.name = jobs.name;
    this.deadLettersName = deadLetters.name;
    this.arn = jobs.arn;
  }

  /** The permissions with which Laravel dispatches and processes jobs of this queue. */
  public useStatement(): DataAwsIamPolicyDocumentStatement {
    return {
      sid: "UseTheQueue",
      actions: [
        "sqs:ChangeMessageVisibility",
        "sqs:DeleteMessage",
        "sqs:GetQueueAttributes",
        "sqs:GetQueueUrl",
        "sqs:ReceiveMessage",
        "sqs:SendMessage",
      ],
      resources: [this.arn],
    };
  }
}
