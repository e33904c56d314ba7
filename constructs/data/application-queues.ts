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

/** The queues of an environment, in the same order, in the scope of the stack. */
export function applicationQueues(
  scope: Construct,
  { queues, workers }: ApplicationQueuesProps,
): [Queue, ...Queue[]] {
  const [first, ...others] = queues.map(
    (each) =>
      new Queue(scope, `queue${endOf(each)}`, {
        ...each,
        shared: workers.some((worker) => worker.queues.length > 1 && worker.queues.includes(each.queue)),
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
