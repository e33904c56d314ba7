import { documentBehind } from "../helpers/iam";
import type { Policy } from "../helpers/iam";
import type { Stacks } from "../helpers/stacks";
import type { AwsCall, Place } from "./aws-call";
import { each } from "./aws-call";

/** What the policy of a resource, or of its type, lets services of AWS do. */
export interface Grant {
  readonly on: string;
  readonly service: string;

  /** Nothing where the environment has no such resource, or lets no service use it. */
  readonly policy: (place: Place) => Policy | undefined;
  readonly calls: (place: Place) => readonly AwsCall[];
}

const TLS = { "aws:SecureTransport": "true" };

/** The policy in an argument of the one resource of a type whose address begins so. */
const policyIn = (part: keyof Stacks, type: string, begins: string, { stacks, deployed }: Place) =>
  Object.entries(stacks[part].resource[type] ?? {})
    .filter(([id]) => id.startsWith(begins))
    .map(([, { policy }]) => documentBehind(stacks[part], policy, deployed.in(part)))[0];

/** The rules that call the notifier. */
const rules = ({ stacks, arn }: Place) =>
  Object.values(stacks.service.resource.aws_cloudwatch_event_rule ?? {}).map(({ name }) =>
    arn("events", `rule/${String(name)}`),
  );

const hasOwnTopic = ({ environment }: Place) => environment.alarms.topic?.kind === "create";
const fromAnAlarm = ({ environment, names }: Place) => ({
  "aws:SourceAccount": environment.accountId,
  "aws:SourceArn": names.alarm("some-rule").arn,
});

export const GRANTS: readonly Grant[] = [
  {
    on: "the key",
    service: "cloudwatch.amazonaws.com",
    policy: (place) => (hasOwnTopic(place) ? policyIn("base", "aws_kms_key", "key", place) : undefined),
    calls: (place) =>
      each(["kms:Decrypt", "kms:GenerateDataKey"], {
        resource: place.keyArn,
        context: fromAnAlarm(place),
        source:
          '"Managing Amazon SNS encryption keys and costs: event sources from AWS services", Amazon SNS Developer Guide',
      }),
  },
  {
    on: "the topic of alarms",
    service: "cloudwatch.amazonaws.com",
    policy: (place) => policyIn("base", "aws_sns_topic_policy", "alarm-topic", place),
    calls: (place) => [
      {
        action: "sns:Publish",
        resource: place.names.alarmTopic.arn,
        context: fromAnAlarm(place),
        also: TLS,
        source:
          '"Using Amazon SNS access control: allow Amazon CloudWatch alarms", Amazon SNS Developer Guide',
      },
    ],
  },
  {
    on: "the dead-letter queue of events",
    service: "events.amazonaws.com",
    policy: (place) => policyIn("service", "aws_sqs_queue_policy", "deploy-notifier_undelivered", place),
    calls: (place) =>
      rules(place).map((rule) => ({
        action: "sqs:SendMessage",
        resource: place.names.undeliveredEvents.arn,
        context: { "aws:SourceArn": rule },
        also: TLS,
        source: '"Granting permissions to the dead-letter queue", Amazon EventBridge User Guide',
      })),
  },
  {
    on: "the notifier",
    service: "events.amazonaws.com",
    policy: ({ stacks, deployed, names }) => {
      const permissions = Object.values(stacks.service.resource.aws_lambda_permission ?? {});
      return permissions.length === 0
        ? undefined
        : // As Lambda writes it into the function's policy (AWS Lambda API Reference, AddPermission).
          permissions.map(({ statement_id, action, principal, source_arn }) => ({
            Sid: String(statement_id),
            Effect: "Allow",
            Principal: { Service: [String(principal)] },
            Action: [String(action)],
            Resource: [names.notifier.arn],
            Condition: { ArnLike: { "aws:SourceArn": [deployed.in("service")(String(source_arn))] } },
          }));
    },
    calls: (place) =>
      rules(place).map((rule) => ({
        action: "lambda:InvokeFunction",
        resource: place.names.notifier.arn,
        context: { "aws:SourceArn": rule },
        source: '"AWS Lambda permissions", Amazon EventBridge User Guide',
      })),
  },
  {
    on: "the bucket of access logs",
    service: "logdelivery.elasticloadbalancing.amazonaws.com",
    policy: (place) => policyIn("base", "aws_s3_bucket_policy", "access-logs", place),
    calls: ({ environment }) => [
      {
        action: "s3:PutObject",
        resource:
          `arn:aws:s3:::${environment.name}-access-logs-${environment.accountId}/AWSLogs/${environment.accountId}/` +
          `elasticloadbalancing/${environment.region}/2026/11/26/requests.log.gz`,
        context: {},
        also: TLS,
        source: '"Enable access logs for your Application Load Balancer", Elastic Load Balancing',
      },
    ],
  },
];
