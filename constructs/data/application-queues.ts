import type { DataAwsIamPolicyDocumentStatement } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import type { Construct } from "constructs";
import type { JobQueue } from "../../config/queues";
import { endOf } from "../../config/queues";
import type { WorkerGroup } from "../../config/worker-groups";
import { Queue } from "./queue";

export interface ApplicationQueuesProps {
  /** The default one first. */
  readonly queues: readonly JobQueue[];
  readonly workers: readonly WorkerGroup[];
}

/** The longest that SQS lets a worker wait for a job ("Amazon SQS short and long polling"). */
const LONGEST_WAIT_SECONDS = 20;

/** The shortest wait in which SQS still asks all of its servers. */
const SHORTEST_WAIT_SECONDS = 1;

/**
 * A worker asks its queues one after the other for each job. A wait for one that is empty would come before every job of the later
 * ones, so only the last one waits.
 */
function waitSecondsOf(queue: string, workers: readonly WorkerGroup[]): number {
  const orders = workers
    .map(({ queues }) => queues)
    .filter((queues) => queues.length > 1 && queues.includes(queue));
  if (orders.length === 0) return LONGEST_WAIT_SECONDS;
  return orders.every((queues) => queues.at(-1) === queue) ? SHORTEST_WAIT_SECONDS : 0;
}

/** The queues of an environment, in the same order, in the scope of the stack. */
export function applicationQueues(
  scope: Construct,
  { queues, workers }: ApplicationQueuesProps,
): [Queue, ...Queue[]] {
  const [first, ...others] = queues.map(
    (each) =>
      new Queue(scope, `queue${endOf(each)}`, {
        ...each,
        waitSeconds: waitSecondsOf(each.queue, workers),
      }),
  );
  if (!first) throw new Error("an environment has a default queue");
  return [first, ...others];
}

/** The permissions with which Laravel dispatches and processes jobs of these queues. */
export function useQueues(queues: readonly Queue[]): DataAwsIamPolicyDocumentStatement {
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
    resources: queues.map(({ arn }) => arn),
  };
}
