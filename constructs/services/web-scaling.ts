import { AppautoscalingPolicy } from "@cdktf/provider-aws/lib/appautoscaling-policy";
import type { AppautoscalingPolicyTargetTrackingScalingPolicyConfigurationPredefinedMetricSpecification as PredefinedMetric } from "@cdktf/provider-aws/lib/appautoscaling-policy";
import { Construct } from "constructs";
import type { EnvironmentValues } from "../../config/schema/schema";
import type { Balanced } from "../monitoring/alarms/metric";
import { ScalingTarget } from "./scaling-target";
import type { Service } from "./service";

/** About the time that a new task needs to take its share of the load. */
const SCALE_OUT_COOLDOWN_SECONDS = 60;

/** The default of ECS. A missing task costs more than an idle one. */
const SCALE_IN_COOLDOWN_SECONDS = 300;

export interface WebScalingProps {
  /** Prefix of every physical name, e.g. `api-production`. */
  readonly name: string;
  readonly clusterName: string;
  readonly service: Service;

  /** The fewest tasks. */
  readonly minimum: number;
  readonly settings: NonNullable<EnvironmentValues["web"]["scaling"]>;

  /** The target group in which CloudWatch counts the requests. */
  readonly balanced: Balanced;
}

/**
 * Adds and removes web tasks to keep their CPU use near a target and, if the environment sets it, the number of requests
 * per task too.
 *
 * With two targets, the one that needs more tasks decides. Tasks are removed only when both targets allow it, and never
 * during a deployment ("Troubleshooting service auto scaling", Amazon ECS Developer Guide).
 */
export class WebScaling extends Construct {
  constructor(scope: Construct, id: string, props: WebScalingProps) {
    super(scope, id);

    const { name, clusterName, service, minimum, settings, balanced } = props;

    const { scaled } = new ScalingTarget(this, "tasks", {
      clusterName,
      service,
      minimum,
      maximum: settings.maximum,
    });
    const keep = (what: string, targetValue: number, predefinedMetricSpecification: PredefinedMetric) =>
      new AppautoscalingPolicy(this, what, {
        ...scaled,
        name: `${name}-web-${what}`,
        policyType: "TargetTrackingScaling",
        targetTrackingScalingPolicyConfiguration: {
          targetValue,
          predefinedMetricSpecification,
          scaleOutCooldown: SCALE_OUT_COOLDOWN_SECONDS,
          scaleInCooldown: SCALE_IN_COOLDOWN_SECONDS,
        },
      });

    keep("cpu", settings.cpuPercent, { predefinedMetricType: "ECSServiceAverageCPUUtilization" });
    if (settings.requestsPerTaskPerMinute !== undefined) {
      keep("requests", settings.requestsPerTaskPerMinute, {
        predefinedMetricType: "ALBRequestCountPerTarget",
        resourceLabel: `${balanced.loadBalancerArnSuffix}/${balanced.targetGroupArnSuffix}`,
      });
    }
  }
}
