import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { SnsTopicPolicy } from "@cdktf/provider-aws/lib/sns-topic-policy";
import { SnsTopicSubscription } from "@cdktf/provider-aws/lib/sns-topic-subscription";
import { Construct } from "constructs";
import type { EnvironmentValues } from "../../../config/schema/schema";
import type { Names } from "../../../facts/names";
import { equals } from "../../aws/conditions";
import { tlsOnly } from "../../aws/tls-only";
import type { EncryptionKey } from "../../data/encryption-key";

export interface AlarmTopicProps {
  /** The name that e-mails show, e.g. `api-production`. */
  readonly name: string;
  readonly names: Names;
  readonly accountId: string;
  readonly key: EncryptionKey;
  readonly emails: readonly string[];
}

/**
 * The SNS topic that alarms notify. It accepts messages from the alarms of this environment only, over TLS only.
 *
 * It is encrypted under the environment's key, because CloudWatch cannot use the key that AWS manages for SNS ("Encryption
 * at rest", Amazon SNS).
 */
export class AlarmTopic extends Construct {
  /** Available once CloudWatch can publish. An alarm that changes its state earlier would notify no one. */
  public readonly arn: string;

  constructor(scope: Construct, id: string, { name, names, accountId, key, emails }: AlarmTopicProps) {
    super(scope, id);

    // Any account can ask CloudWatch to publish, so the conditions name this account and the alarms of this environment.
    const fromOurAlarms = [
      equals("aws:SourceAccount", accountId),
      { test: "ArnLike", variable: "aws:SourceArn", values: [names.alarm("*").arn] },
    ];
    key.letServiceUse("AnnounceAlarms", "cloudwatch.amazonaws.com", fromOurAlarms);

    const topic = new SnsTopic(this, "topic", {
      name: names.alarmTopic.name,
      displayName: name,
      kmsMasterKeyId: key.arn,
    });
    const policy = new DataAwsIamPolicyDocument(this, "policy-document", {
      statement: [
        {
          sid: "AnnounceAlarms",
          principals: [{ type: "Service", identifiers: ["cloudwatch.amazonaws.com"] }],
          actions: ["sns:Publish"],
          resources: [topic.arn],
          condition: fromOurAlarms,
        },
        tlsOnly("sns:Publish", [topic.arn]),
      ],
    });
    this.arn = new SnsTopicPolicy(this, "policy", { arn: topic.arn, policy: policy.json }).arn;

    for (const email of emails) {
      new SnsTopicSubscription(this, `email-${email}`, {
        topicArn: topic.arn,
        protocol: "email",
        endpoint: email,
      });
    }
  }
}

/** The ARN of the topic for a stack that does not create it, or `undefined` if the environment has none. */
export function topicArnOf(
  { topic }: Pick<EnvironmentValues["alarms"], "topic">,
  names: Names,
): string | undefined {
  return topic?.kind === "existing" ? topic.arn : topic && names.alarmTopic.arn;
}
