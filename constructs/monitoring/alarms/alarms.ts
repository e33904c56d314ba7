import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { DbInstance } from "@cdktf/provider-aws/lib/db-instance";
import { Lb } from "@cdktf/provider-aws/lib/lb";
import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import type { TerraformStack } from "cdktf";
import { Construct } from "constructs";
import type { Environment } from "../../../config/environment";
import { namesOf } from "../../../facts/names";
import { except } from "../../../policies/exceptions";
import type { Metric } from "./metric";

/** What must be watched by some alarm (policies/protections/alarms.ts). */
const WATCHED = [DbInstance, Lb, SqsQueue];

/** Several series made into one by CloudWatch's metric math. Each series costs as much as an alarm of its own. */
interface Calculation {
  readonly of: Readonly<Record<string, Metric>>;

  /** What is calculated on the way, by name and in order; the last one is watched. */
  readonly as: Readonly<Record<string, string>>;
}

/** What is watched, when that is alarming, and what to do then. */
interface AlarmRule {
  /** What is the matter, in plain words, for whoever is woken by it. */
  readonly says: string;

  /** Where to look and what to do. */
  readonly todo: string;

  readonly watches: Metric | Calculation;
  readonly alarming: { readonly above: number } | { readonly atLeast: number } | { readonly below: number };

  /** Alarming in so many periods in a row. */
  readonly periods: number;
  readonly periodSeconds: 60 | 300;

  /** What it means that there is no value: the worst, nothing, or that nothing is known. `ignore` keeps the state. */
  readonly missing: "breaching" | "notBreaching" | "missing" | "ignore";
}

export type AlarmRules = Readonly<Record<string, AlarmRule>>;

export interface AlarmsProps {
  readonly environment: Environment;

  /** By what names them: `<name>/<key>`. */
  readonly rules: AlarmRules;

  /**
   * The SNS topic where they are announced.
   *
   * @default nowhere
   */
  readonly topicArn: string | undefined;
}

/** Alarms of CloudWatch, if the environment wants any. Their beginning and their end are announced. */
export class Alarms extends Construct {
  constructor(scope: Construct, id: string, { environment, rules, topicArn }: AlarmsProps) {
    super(scope, id);
    if (!environment.alarms.enabled) return;

    const names = namesOf(environment);
    const topics = topicArn === undefined ? {} : { alarmActions: [topicArn], okActions: [topicArn] };

    for (const [key, rule] of Object.entries(rules)) {
      const alarm = new CloudwatchMetricAlarm(this, key, {
        alarmName: names.alarm(key).name,
        alarmDescription: `${rule.says} ${rule.todo}`,
        ...watched(rule),
        ...compared(rule.alarming),
        evaluationPeriods: rule.periods,
        treatMissingData: rule.missing,
        ...topics,
      });
      if (environment.alarms.topic === undefined) {
        except(alarm, "alarms", "The environment has no alarms.topic.");
      }
    }
  }
}

/** To be called when a stack is complete: an environment without alarms has resources that nobody watches. */
export function exceptFromAlarms(stack: TerraformStack, { alarms }: Environment): void {
  if (alarms.enabled) return;
  for (const resource of stack.node.findAll()) {
    if (WATCHED.some((type) => resource instanceof type)) {
      except(resource, "alarms", "The environment sets alarms.enabled to false.");
    }
  }
}

function compared(alarming: AlarmRule["alarming"]) {
  if ("above" in alarming) return { comparisonOperator: "GreaterThanThreshold", threshold: alarming.above };
  if ("below" in alarming) return { comparisonOperator: "LessThanThreshold", threshold: alarming.below };
  return { comparisonOperator: "GreaterThanOrEqualToThreshold", threshold: alarming.atLeast };
}

function watched({ watches, periodSeconds }: AlarmRule) {
  if (!("of" in watches)) {
    const { namespace, name, dimensions, statistic } = watches;
    return { namespace, metricName: name, dimensions: { ...dimensions }, statistic, period: periodSeconds };
  }
  const last = Object.keys(watches.as).at(-1);
  return {
    metricQuery: [
      ...Object.entries(watches.of).map(([id, { namespace, name, dimensions, statistic }]) => ({
        id,
        metric: {
          namespace,
          metricName: name,
          dimensions: { ...dimensions },
          stat: statistic,
          period: periodSeconds,
        },
      })),
      ...Object.entries(watches.as).map(([id, expression]) => ({
        id,
        expression,
        label: id,
        returnData: id === last,
      })),
    ],
  };
}
