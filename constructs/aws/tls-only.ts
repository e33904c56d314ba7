import type { DataAwsIamPolicyDocumentStatement } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import type { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import { SqsQueuePolicy } from "@cdktf/provider-aws/lib/sqs-queue-policy";
import type { Construct } from "constructs";

/** Refuses whoever does not come by TLS, whatever else allows it. */
export function tlsOnly(service: "s3" | "sqs", resources: string[]): DataAwsIamPolicyDocumentStatement {
  return {
    sid: "TlsOnly",
    effect: "Deny",
    principals: [{ type: "*", identifiers: ["*"] }],
    actions: [`${service}:*`],
    resources,
    condition: [{ test: "Bool", variable: "aws:SecureTransport", values: ["false"] }],
  };
}

/** A queue's policy that says nothing else; who may use the queue is said by their roles. */
export function queueTlsOnly(scope: Construct, id: string, queue: SqsQueue): void {
  const policy = new DataAwsIamPolicyDocument(scope, `${id}-policy-document`, {
    statement: [tlsOnly("sqs", [queue.arn])],
  });
  new SqsQueuePolicy(scope, `${id}-policy`, { queueUrl: queue.url, policy: policy.json });
}
