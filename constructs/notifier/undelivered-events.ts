import type { DataAwsIamPolicyDocumentStatement } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import type { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { sqsQueue, sqsQueuePolicy } from "../aws/sqs-queue";

export interface UndeliveredEventsProps {
  /** E.g. `api-production-undelivered-events`. */
  readonly queueName: string;
}

/**
 * The dead-letter queue of the deploy notifier. It holds the events that were not posted to Slack, unchanged, so that an
 * operator can post them later (`npm run ops -- redrive`).
 */
export class UndeliveredEvents extends Construct {
  public readonly arn: string;
  private readonly queue: SqsQueue;

  constructor(scope: Construct, id: string, { queueName }: UndeliveredEventsProps) {
    super(scope, id);

    this.queue = sqsQueue(this, "queue", { name: queueName });
    this.arn = this.queue.arn;
  }

  /** The permission with which a function sends the events that it could not process. */
  public keepStatement(): DataAwsIamPolicyDocumentStatement {
    return { sid: "KeepWhatFailed", actions: ["sqs:SendMessage"], resources: [this.arn] };
  }

  /**
   * Lets EventBridge send the events that these rules could not deliver. Returns the policy, which the rules' targets must
   * depend on.
   */
  public keepFor(ruleArns: string[]): ITerraformDependable {
    return sqsQueuePolicy(this, "policy", this.queue, [
      {
        sid: "FromTheRules",
        principals: [{ type: "Service", identifiers: ["events.amazonaws.com"] }],
        actions: ["sqs:SendMessage"],
        resources: [this.arn],
        condition: [{ test: "ArnEquals", variable: "aws:SourceArn", values: ruleArns }],
      },
    ]);
  }
}
