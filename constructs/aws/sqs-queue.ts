import type { DataAwsIamPolicyDocumentStatement } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import type { SqsQueueConfig } from "@cdktf/provider-aws/lib/sqs-queue";
import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import { SqsQueuePolicy } from "@cdktf/provider-aws/lib/sqs-queue-policy";
import type { Construct } from "constructs";
import { tlsOnly } from "./tls-only";

/** The longest retention of SQS (Amazon SQS Developer Guide, "Message quotas"). */
const RETENTION_SECONDS = 14 * 24 * 60 * 60;

/**
 * A queue that keeps messages for 14 days. It is encrypted with the key that SQS owns: EventBridge cannot use the key that
 * AWS manages for SQS.
 */
export function sqsQueue(scope: Construct, id: string, config: SqsQueueConfig): SqsQueue {
  return new SqsQueue(scope, id, {
    messageRetentionSeconds: RETENTION_SECONDS,
    sqsManagedSseEnabled: true,
    ...config,
  });
}

/**
 * The queue's policy: TLS only, and these statements.
 *
 * @param statements for AWS services that send to the queue; roles of the account get their permissions from their own policies
 */
export function sqsQueuePolicy(
  scope: Construct,
  id: string,
  queue: SqsQueue,
  statements: DataAwsIamPolicyDocumentStatement[] = [],
): SqsQueuePolicy {
  const document = new DataAwsIamPolicyDocument(scope, `${id}-document`, {
    statement: [...statements, tlsOnly("sqs:*", [queue.arn])],
  });
  return new SqsQueuePolicy(scope, id, { queueUrl: queue.url, policy: document.json });
}
