import { policyDocument } from "../policy-documents";
import { resolve } from "../references";
import type { Conversion } from "./conversion";
import { byName, pick } from "./conversion";

export const MESSAGES: Readonly<Record<string, Conversion>> = {
  aws_sqs_queue: {
    type: "AWS::SQS::Queue",
    properties: (body, place) => ({
      ...pick(body, place, {
        KmsMasterKeyId: "kms_master_key_id",
        QueueName: "name",
        SqsManagedSseEnabled: "sqs_managed_sse_enabled",
      }),
      RedrivePolicy:
        typeof body.redrive_policy === "string"
          ? resolve(JSON.parse(body.redrive_policy), place.stack)
          : undefined,
    }),
  },
  aws_sqs_queue_policy: {
    type: "AWS::SQS::QueuePolicy",
    properties: ({ queue_url, policy }, { stack }) => ({
      Queues: [resolve(queue_url, stack)],
      PolicyDocument: policyDocument(policy, stack),
    }),
  },
  aws_sns_topic: byName("AWS::SNS::Topic", { KmsMasterKeyId: "kms_master_key_id", TopicName: "name" }),
  aws_sns_topic_policy: {
    type: "AWS::SNS::TopicPolicy",
    properties: ({ arn, policy }, { stack }) => ({
      Topics: [resolve(arn, stack)],
      PolicyDocument: policyDocument(policy, stack),
    }),
  },
  aws_cloudwatch_metric_alarm: byName("AWS::CloudWatch::Alarm", {
    ActionsEnabled: "actions_enabled",
    AlarmActions: "alarm_actions",
    AlarmName: "alarm_name",
    ComparisonOperator: "comparison_operator",
    EvaluationPeriods: "evaluation_periods",
    InsufficientDataActions: "insufficient_data_actions",
    OKActions: "ok_actions",
  }),
};
