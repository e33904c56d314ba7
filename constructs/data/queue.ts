import { Construct } from "constructs";
import type { JobQueue } from "../../config/queues";
import { sqsQueue, sqsQueuePolicy } from "../aws/sqs-queue";

export interface QueueProps extends JobQueue {
  /** How long SQS waits for a job before it answers that it has none, in seconds, at most 20. */
  readonly waitSeconds: number;
}

/**
 * A queue of Laravel's jobs, and the dead-letter queue of the jobs that used up their retries. An operator sends these
 * back with `aws sqs start-message-move-task`.
 *
 * A job that is still running when its visibility timeout ends is received by a second worker. Synth therefore rejects a
 * timeout that is not longer than the job's.
 */
export class Queue extends Construct {
  /** As workers name it, e.g. `emails`. */
  public readonly queue: string;
  public readonly visibilityTimeoutSeconds: number;
  public readonly name: string;
  public readonly arn: string;
  public readonly deadLettersName: string;

  constructor(scope: Construct, id: string, props: QueueProps) {
    super(scope, id);

    const { fifo, visibilityTimeoutSeconds, maxReceiveCount, waitSeconds } = props;
    const order = fifo ? { fifoQueue: true, contentBasedDeduplication: true } : {};

    const deadLetters = sqsQueue(this, "dead-letters", { name: props.deadLetters.name, ...order });
    const jobs = sqsQueue(this, "jobs", {
      name: props.jobs.name,
      visibilityTimeoutSeconds,
      receiveWaitTimeSeconds: waitSeconds,
      redrivePolicy: JSON.stringify({ deadLetterTargetArn: deadLetters.arn, maxReceiveCount }),
      ...order,
    });
    sqsQueuePolicy(this, "jobs-policy", jobs);
    sqsQueuePolicy(this, "dead-letters-policy", deadLetters);

    this.queue = props.queue;
    this.visibilityTimeoutSeconds = visibilityTimeoutSeconds;
    this.name = jobs.name;
    this.arn = jobs.arn;
    this.deadLettersName = deadLetters.name;
  }
}
