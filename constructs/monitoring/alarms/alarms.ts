import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { DbInstance } from "@cdktf/provider-aws/lib/db-instance";
import { Lb } from "@cdktf/provider-aws/lib/lb";
import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import type { TerraformStack } from "cdktf";
import { Construct } from "constructs";
import type { Names } from "../../../facts/names";
import { exempt } from "../../../policies/exceptions";
import type { AlarmRule, AlarmRules } from "./alarm-rule";

/** What must be watched by some alarm (the policy `alarms`). */
const WATCHED = [DbInstance, Lb, SqsQueue];

export interface AlarmsProps {
  readonly names: Names;

  /** By the last part of the alarm's name. */
  readonly rules: AlarmRules;

  /**
   * The SNS topic that is notified when an alarm starts and when it ends.
   *
   * @default no notification
   */
  readonly topicArn: string | undefined;
}

/** CloudWatch alarms, one for each rule. */
export class Alarms extends Construct {
  constructor(scope: Construct, id: string, { names, rules, topicArn }: AlarmsProps) {
    super(scope, id);

    const topics = topicArn === undefined ? {} : { alarmActions: [topicArn], okActions: [topicArn] };

    for (const [key, rule] of Object.entries(rules)) {
      const alarm = new CloudwatchMetricAlarm(this, key, {
        alarmName: names.alarm(key).name,
        alarmDescription: `${rule.description} ${rule.action}`,
        ...watched(rule),
        ...compared(rule.threshold),
        evaluationPeriods: rule.periods,
        treatMissingData: rule.treatMissingData,
        ...topics,
      });
      if (topicArn === undefined) exempt(alarm, "alarms/no-action", "The environment has no alarms.topic.");
    }
  }
}

/** For an environment without alarms: excepts every resource of a complete stack that would need one. */
export function exceptFromAlarms(stack: TerraformStack): void {
  for (const resource of stack.node.findAll()) {
    if (WATCHED.some((type) => resource instanceof type)) {
      exempt(resource, "alarms/unwatched", "The environment sets alarms.enabled or running to false.");
    }
  }
}

function compared(threshold: AlarmRule["threshold"]) {
  if ("above" in threshold) return { comparisonOperator: "GreaterThanThreshold", threshold: threshold.above };
  if ("below" in threshold) return { comparisonOperator: "LessThanThreshold", threshold: threshold.below };
  return { comparisonOperator: "GreaterThanOrEqualToThreshold", threshold: threshold.atLeast };
}

function watched({ metric, periodSeconds }: AlarmRule) {
  if (!("of" in metric)) {
    const { namespace, name, dimensions, statistic } = metric;
    return { namespace, metricName: name, dimensions: { ...dimensions }, statistic, period: periodSeconds };
  }
  const last = Object.keys(metric.as).at(-1);
  return {
    metricQuery: [
      ...Object.entries(metric.of).map(([id, { namespace, name, dimensions, statistic }]) => ({
        id,
        metric: {
          namespace,
          metricName: name,
          dimensions: { ...dimensions },
          stat: statistic,
          period: periodSeconds,
        },
      })),
      ...Object.entries(metric.as).map(([id, expression]) => ({
        id,
        expression,
        label: id,
        returnData: id === last,
      })),
    ],
  };
}
