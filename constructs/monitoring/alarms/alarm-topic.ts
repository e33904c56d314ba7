import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { SnsTopicPolicy } from "@cdktf/provider-aws/lib/sns-topic-policy";
import { SnsTopicSubscription } from "@cdktf/provider-aws/lib/sns-topic-subscription";
import { Construct } from "constructs";
import type { Environment } from "../../../config/environment";
import { namesOf } from "../../../facts/names";
import { tlsOnly } from "../../aws/tls-only";
import type { EncryptionKey } from "../../data/encryption-key";

export interface AlarmTopicProps {
  readonly environment: Environment;
  readonly key: EncryptionKey;
  readonly emails: readonly string[];
}

/**
 * Where alarms are announced: to this environment's alarms only, by TLS only, encrypted under its key. SNS's own key
 * would not do, as CloudWatch may not use it ("Encryption at rest", Amazon SNS).
 */
export class AlarmTopic extends Construct {
  /** Known once CloudWatch may publish: an alarm that changes its state before that is announced to no one. */
  public readonly arn: string;

  constructor(scope: Construct, id: string, { environment, key, emails }: AlarmTopicProps) {
    super(scope, id);

    const names = namesOf(environment);
    const fromOurAlarms = alarmsOf(environment);
    key.letServiceUse("AnnounceAlarms", "cloudwatch.amazonaws.com", fromOurAlarms);

    const topic = new SnsTopic(this, "topic", {
      name: names.alarmTopic.name,
      displayName: environment.name,
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

/** Where an environment's alarms are announced, for whoever does not make the topic. */
export function topicArnOf(environment: Environment): string | undefined {
  const { topic } = environment.alarms;
  return topic?.kind === "existing" ? topic.arn : topic && namesOf(environment).alarmTopic.arn;
}

/** CloudWatch publishes for whoever asks it to: only for alarms of this account and environment. */
function alarmsOf(environment: Environment) {
  const { accountId } = environment;
  return [
    { test: "StringEquals", variable: "aws:SourceAccount", values: [accountId] },
    { test: "ArnLike", variable: "aws:SourceArn", values: [namesOf(environment).alarm("*").arn] },
  ];
}
