import { AppautoscalingPolicy } from "@cdktf/provider-aws/lib/appautoscaling-policy";
import type { AppautoscalingPolicyTargetTrackingScalingPolicyConfigurationPredefinedMetricSpecification as Metric } from "@cdktf/provider-aws/lib/appautoscaling-policy";
import { Construct } from "constructs";
import type { Environment } from "../../config/environment";
import type { EnvironmentValues } from "../../config/schema/schema";
import { namesOf } from "../../facts/names";
import { ScalingTarget } from "./scaling-target";
import type { Service } from "./service";

/** About as long as a new task needs until it takes its share of the load. */
const SCALE_OUT_COOLDOWN_SECONDS = 60;

/** The default of ECS; a task that is missed costs more than one that idles. */
const SCALE_IN_COOLDOWN_SECONDS = 300;

export interface WebScalingProps {
  readonly environment: Environment;
  readonly settings: NonNullable<EnvironmentValues["web"]["scaling"]>;
  readonly service: Service;

  /** How CloudWatch names the load balancer, and the target group the requests are counted in. */
  readonly loadBalancerArnSuffix: string;
  readonly targetGroupArnSuffix: string;
}

/**
 * Keeps the CPU use of the web tasks, and if wanted the requests each gets, near a target by adding and removing tasks.
 *
 * Of two targets the one that wants more tasks wins. Tasks are removed only when both allow it, and never during a
 * deploy ("Troubleshooting service auto scaling", Amazon ECS Developer Guide).
 */
export class WebScaling extends Construct {
  constructor(scope: Construct, id: string, props: WebScalingProps) {
    super(scope, id);

    const { environment, settings, service, loadBalancerArnSuffix, targetGroupArnSuffix } = props;

    const { scaled } = new ScalingTarget(this, "tasks", {
      clusterName: namesOf(environment).cluster.name,
      service,
      minimum: environment.web.desiredCount,
      maximum: settings.maximum,
    });
    const keep = (what: string, targetValue: number, predefinedMetricSpecification: Metric) =>
      new AppautoscalingPolicy(this, what, {
        ...scaled,
        name: `${environment.name}-web-${what}`,
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
        resourceLabel: `${loadBalancerArnSuffix}/${targetGroupArnSuffix}`,
      });
    }
  }
}
