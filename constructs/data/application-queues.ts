import type { DataAwsIamPolicyDocumentStatement } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import type { Construct } from "constructs";
import { endOf, jobQueuesOf } from "../../config/queues";
import { workerGroupsOf } from "../../config/worker-groups";
import type { Environment } from "../../config/environment";
import { Queue } from "./queue";

/** The queues of an environment, the default one first, in the scope of the stack. */
export function applicationQueues(scope: Construct, environment: Environment): [Queue, ...Queue[]] {
  const groups = workerGroupsOf(environment);
  const [first, ...others] = jobQueuesOf(environment).map(
    (each) =>
      new Queue(scope, `queue${endOf(each)}`, {
        ...each,
        shared: groups.some(({ queues }) => queues.length > 1 && queues.includes(each.queue)),
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
