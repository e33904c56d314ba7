import { AppautoscalingPolicy } from "@cdktf/provider-aws/lib/appautoscaling-policy";
import type { AppautoscalingPolicyStepScalingPolicyConfigurationStepAdjustment as Step } from "@cdktf/provider-aws/lib/appautoscaling-policy";
import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { Construct } from "constructs";
import type { EnvironmentValues } from "../../config/schema/schema";
import { ScalingTarget } from "./scaling-target";
import type { Service } from "./service";

/** Until a worker that was added has started and taken jobs off the queue. */
const ADD_COOLDOWN_SECONDS = 120;

/** As long as target tracking looks before it removes anything. */
const QUIET_MINUTES = 15;
const REMOVE_COOLDOWN_SECONDS = 300;

export interface WorkerScalingProps {
  /** Prefix of every physical name, e.g. `api-production`. */
  readonly name: string;
  readonly clusterName: string;

  /** The fewest workers. */
  readonly minimum: number;
  readonly settings: NonNullable<EnvironmentValues["worker"]["scaling"]>;
  readonly service: Service;
  readonly queueName: string;
}

/**
 * Adds workers while the oldest job is older than it should get, two at a time while it is three times as old, and
 * removes one after the other once jobs have been young for a quarter of an hour. Why by steps: docs/adr/0013-what-scaling-looks-at.md.
 */
export class WorkerScaling extends Construct {
  constructor(scope: Construct, id: string, props: WorkerScalingProps) {
    super(scope, id);

    const { name, clusterName, minimum, settings, service, queueName } = props;
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
        name: `${name}-worker-${id}`,
        policyType: "StepScaling",
        stepScalingPolicyConfiguration: {
          adjustmentType: "ChangeInCapacity",
          metricAggregationType: "Maximum",
          cooldown,
          stepAdjustment,
        },
      }).arn;
    const age = {
      namespace: "AWS/SQS",
      metricName: "ApproximateAgeOfOldestMessage",
      dimensions: { QueueName: queueName },
      statistic: "Maximum",
      period: 60,
    };

    new CloudwatchMetricAlarm(this, "jobs-wait", {
      ...age,
      alarmName: `${name}-worker-add`,
      alarmDescription: `Adds workers; nothing to do. If it stays, jobs arrive faster than ${settings.maximum} workers do them.`,
      comparisonOperator: "GreaterThanThreshold",
      threshold: waitSeconds,
      evaluationPeriods: 2,
      // A queue that nobody uses for hours sends no figures.
      treatMissingData: "notBreaching",
      alarmActions: [
        // The bounds count from the alarm's threshold.
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
      alarmName: `${name}-worker-remove`,
      alarmDescription:
        "Removes workers that are not needed; in alarm whenever the queue is quiet. Nothing to do.",
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
