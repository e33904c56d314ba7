import { AppautoscalingPolicy } from "@cdktf/provider-aws/lib/appautoscaling-policy";
import type { AppautoscalingPolicyStepScalingPolicyConfigurationStepAdjustment as Step } from "@cdktf/provider-aws/lib/appautoscaling-policy";
import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { Construct } from "constructs";
import type { EnvironmentValues } from "../../config/schema/schema";
import { ScalingTarget } from "./scaling-target";
import type { Service } from "./service";

/** The time until an added worker has started and received jobs. */
const ADD_COOLDOWN_SECONDS = 120;

/** The time that target tracking also waits before it removes tasks. */
const QUIET_MINUTES = 15;
const REMOVE_COOLDOWN_SECONDS = 300;

const PERIOD_SECONDS = 60;

export interface WorkerScalingProps {
  /** Prefix of the physical names, e.g. `api-production-worker`. */
  readonly name: string;
  readonly clusterName: string;

  /** The fewest workers. */
  readonly minimum: number;
  readonly settings: NonNullable<EnvironmentValues["worker"]["scaling"]>;
  readonly service: Service;

  /** The queues whose jobs the workers process. The oldest job of all of them counts. */
  readonly queueNames: readonly string[];
}

/**
 * Adds a worker while the oldest job is older than the limit, and two workers while it is three times as old. Removes one
 * worker at a time once jobs have been younger for a quarter of an hour. For the reason for steps see ADR 8.
 */
export class WorkerScaling extends Construct {
  constructor(scope: Construct, id: string, props: WorkerScalingProps) {
    super(scope, id);

    const { name, clusterName, minimum, settings, service, queueNames } = props;
    const { waitSeconds } = settings;

    const { scaled } = new ScalingTarget(this, "tasks", {
      clusterName,
      service,
      minimum,
      maximum: settings.maximum,
    });
    const step = (id: string, cooldown: number, stepAdjustment: Step[]) =>
      new AppautoscalingPolicy(this, id, {
        ...scaled,
        name: `${name}-${id}`,
        policyType: "StepScaling",
        stepScalingPolicyConfiguration: {
          adjustmentType: "ChangeInCapacity",
          metricAggregationType: "Maximum",
          cooldown,
          stepAdjustment,
        },
      }).arn;
    const age = ageOfTheOldest(queueNames);

    new CloudwatchMetricAlarm(this, "jobs-wait", {
      ...age,
      alarmName: `${name}-add`,
      alarmDescription: `Adds workers. No action is needed. If the alarm stays on, jobs arrive faster than ${settings.maximum} workers can process them.`,
      comparisonOperator: "GreaterThanThreshold",
      threshold: waitSeconds,
      evaluationPeriods: 2,
      // SQS publishes no metrics of a queue that is not used for hours.
      treatMissingData: "notBreaching",
      alarmActions: [
        // The bounds are relative to the threshold of the alarm.
        step("add", ADD_COOLDOWN_SECONDS, [
          {
            metricIntervalLowerBound: "0",
            metricIntervalUpperBound: String(2 * waitSeconds),
            scalingAdjustment: 1,
          },
          { metricIntervalLowerBound: String(2 * waitSeconds), scalingAdjustment: 2 },
        ]),
      ],
    });
    new CloudwatchMetricAlarm(this, "jobs-are-done", {
      ...age,
      alarmName: `${name}-remove`,
      alarmDescription:
        "Removes workers that are not needed. It is in alarm whenever the queue is quiet. No action is needed.",
      comparisonOperator: "LessThanThreshold",
      threshold: waitSeconds / 2,
      evaluationPeriods: QUIET_MINUTES,
      treatMissingData: "breaching",
      alarmActions: [
        step("remove", REMOVE_COOLDOWN_SECONDS, [{ metricIntervalUpperBound: "0", scalingAdjustment: -1 }]),
      ],
    });
  }
}

/** Of one queue, or the largest of several. A queue that is quiet for hours has no age, which is 0. */
function ageOfTheOldest(queueNames: readonly string[]) {
  const ages = queueNames.map((queueName) => ({
    namespace: "AWS/SQS",
    metricName: "ApproximateAgeOfOldestMessage",
    dimensions: { QueueName: queueName },
    period: PERIOD_SECONDS,
  }));
  const [age] = ages;
  if (ages.length === 1) return { ...age, statistic: "Maximum" };
  const filled = ages.map((_, index) => `age${index + 1}`);
  return {
    metricQuery: [
      ...ages.map((metric, index) => ({
        id: `queue${index + 1}`,
        metric: { ...metric, stat: "Maximum" },
      })),
      ...filled.map((id, index) => ({
        id,
        label: id,
        expression: `FILL(queue${index + 1}, 0)`,
        returnData: false,
      })),
      { id: "oldest", label: "oldest", expression: `MAX([${filled.join(", ")}])`, returnData: true },
    ],
  };
}
