import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import type { DataAwsIamPolicyDocumentStatement } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import { SqsQueuePolicy } from "@cdktf/provider-aws/lib/sqs-queue-policy";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { Environment } from "../../config/environment";
import { namesOf } from "../../facts/names";

/** The longest SQS keeps a message (Amazon SQS Developer Guide, "Message quotas"). */
const FOURTEEN_DAYS = 14 * 24 * 60 * 60;

export interface UndeliveredEventsProps {
  readonly environment: Environment;
}

/**
 * The events that Slack was not told of, each as EventBridge wrote it, so that it can be told later
 * (`npm run ops -- redrive`).
 */
export class UndeliveredEvents extends Construct {
  public readonly arn: string;
  private readonly queue: SqsQueue;

  constructor(scope: Construct, id: string, { environment }: UndeliveredEventsProps) {
    super(scope, id);

    const { name } = namesOf(environment).undeliveredEvents;

    this.queue = new SqsQueue(this, "queue", {
      name,
      messageRetentionSeconds: FOURTEEN_DAYS,
      // EventBridge may not use the key that AWS manages for SQS.
      sqsManagedSseEnabled: true,
    });
    this.arn = this.queue.arn;
  }

  /** What a function needs to put there what it failed at. */
  public keepStatement(): DataAwsIamPolicyDocumentStatement {
    return { sid: "KeepWhatFailed", actions: ["sqs:SendMessage"], resources: [this.arn] };
  }

  /** Lets EventBridge put there what exactly these rules could not deliver. Returns what their targets depend on. */
  public keepFor(ruleArns: string[]): ITerraformDependable {
    const policy = new DataAwsIamPolicyDocument(this, "policy-document", {
      statement: [
        {
          sid: "FromTheRules",
          principals: [{ type: "Service", identifiers: ["events.amazonaws.com"] }],
          actions: ["sqs:SendMessage"],
          resources: [this.arn],
          condition: [{ test: "ArnEquals", variable: "aws:SourceArn", values: ruleArns }],
        },
        {
          sid: "TlsOnly",
          effect: "Deny",
          principals: [{ type: "*", identifiers: ["*"] }],
          actions: ["sqs:*"],
          resources: [this.arn],
          condition: [{ test: "Bool", variable: "aws:SecureTransport", values: ["false"] }],
        },
      ],
    });
    return new SqsQueuePolicy(this, "policy", { queueUrl: this.queue.url, policy: policy.json });
  }
}
