import { Construct } from "constructs";
import type { JobQueue } from "../../config/queues";
import { sqsQueue, sqsQueuePolicy } from "../aws/sqs-queue";

/** The longest that SQS lets a worker wait for a job ("Amazon SQS short and long polling"). */
const LONGEST_WAIT_SECONDS = 20;

/** The shortest wait in which SQS still asks all of its servers. */
const SHORTEST_WAIT_SECONDS = 1;

export interface QueueProps extends JobQueue {
  /**
   * Whether some worker processes other queues too. It waits for jobs of one queue after the other, so that a long wait for
   * this one would delay the jobs of the others.
   */
  readonly shared: boolean;
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

    const { fifo, visibilityTimeoutSeconds, maxReceiveCount, shared } = props;
    const order = fifo ? { fifoQueue: true, contentBasedDeduplication: true } : {};

    const deadLetters = sqsQueue(this, "dead-letters", { name: props.deadLetters.name, ...order });
    const jobs = sqsQueue(this, "jobs", {
      name: props.jobs.name,
      visibilityTimeoutSeconds,
      receiveWaitTimeSeconds: shared ? SHORTEST_WAIT_SECONDS : LONGEST_WAIT_SECONDS,
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
