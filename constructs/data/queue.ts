import type { DataAwsIamPolicyDocumentStatement } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import { Construct } from "constructs";
import type { EnvironmentValues } from "../../config/schema/schema";
import { queueTlsOnly } from "../aws/tls-only";

/** The longest SQS keeps a message (Amazon SQS Developer Guide, "Message quotas"). */
const FOURTEEN_DAYS = 14 * 24 * 60 * 60;

export interface QueueProps {
  /** Prefix of every physical name, e.g. `api-production`. */
  readonly name: string;
  readonly settings: EnvironmentValues["queue"];
}

/**
 * Laravel's jobs, and beside them those that failed too often, to be looked at and sent back
 * (`aws sqs start-message-move-task`).
 *
 * A job that is taken stays hidden for the visibility timeout; a worker that has not finished by then would not stop
 * another from starting the same job, so synth refuses a timeout that is not longer than the job's.
 */
export class Queue extends Construct {
  public readonly name: string;
  public readonly deadLettersName: string;

  private readonly arn: string;

  constructor(scope: Construct, id: string, props: QueueProps) {
    super(scope, id);

    const { name, settings } = props;
    const suffix = settings.fifo ? ".fifo" : "";
    const fifo = settings.fifo ? { fifoQueue: true, contentBasedDeduplication: true } : {};

    const failed = new SqsQueue(this, "dead-letters", {
      name: `${name}-jobs-failed${suffix}`,
      messageRetentionSeconds: FOURTEEN_DAYS,
      sqsManagedSseEnabled: true,
      ...fifo,
    });
    const jobs = new SqsQueue(this, "jobs", {
      name: `${name}-jobs${suffix}`,
      visibilityTimeoutSeconds: settings.visibilityTimeoutSeconds,
      messageRetentionSeconds: FOURTEEN_DAYS,
      receiveWaitTimeSeconds: 20,
      sqsManagedSseEnabled: true,
      redrivePolicy: JSON.stringify({
        deadLetterTargetArn: failed.arn,
        maxReceiveCount: settings.maxReceiveCount,
      }),
      ...fifo,
    });
    queueTlsOnly(this, "jobs", jobs);
    queueTlsOnly(this, "dead-letters", failed);

    this.name = jobs.name;
    this.deadLettersName = failed.name;
    this.arn = jobs.arn;
  }

  /** What Laravel needs to dispatch and to work off jobs of exactly this queue. */
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
