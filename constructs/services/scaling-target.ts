import { AppautoscalingTarget } from "@cdktf/provider-aws/lib/appautoscaling-target";
import { Construct } from "constructs";
import type { Service } from "./service";

export interface ScalingTargetProps {
  readonly clusterName: string;
  readonly service: Service;
  readonly minimum: number;
  readonly maximum: number;
}

/** The arguments by which a scaling policy names its target. */
export interface Scaled {
  readonly serviceNamespace: string;
  readonly resourceId: string;
  readonly scalableDimension: string;
}

/** The desired count of a service as a scalable target of Application Auto Scaling. */
export class ScalingTarget extends Construct {
  public readonly scaled: Scaled;

  constructor(scope: Construct, id: string, props: ScalingTargetProps) {
    super(scope, id);

    const { clusterName, service, minimum, maximum } = props;

    const target = new AppautoscalingTarget(this, "target", {
      serviceNamespace: "ecs",
      scalableDimension: "ecs:service:DesiredCount",
      resourceId: `service/${clusterName}/${service.name}`,
      minCapacity: minimum,
      maxCapacity: maximum,
    });
    this.scaled = {
      serviceNamespace: target.serviceNamespace,
      resourceId: target.resourceId,
      scalableDimension: target.scalableDimension,
    };
  }
}
