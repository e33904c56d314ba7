import { EcsService } from "@cdktf/provider-aws/lib/ecs-service";
import type { EcsServiceLoadBalancer } from "@cdktf/provider-aws/lib/ecs-service";
import { Construct } from "constructs";
import type { TaskDefinition } from "../containers/task-definition";
import { except } from "../../policies/exceptions";

/** Where tasks run. */
export interface Capacity {
  readonly clusterArn: string;
  readonly capacityProviderName: string;
}

export interface ServiceProps {
  readonly name: string;
  readonly capacity: Capacity;
  readonly taskDefinition: TaskDefinition;
  readonly desiredCount: number;

  /**
   * Whether scaling moves the number of tasks. Terraform then leaves it where it is, and `desiredCount` is only what the
   * service is born with.
   */
  readonly scaled: boolean;

  /**
   * How tasks are replaced: the new one beside the old one, without downtime, or the new one only after the old one has
   * stopped, so that two never run at once.
   */
  readonly replace: "overlapping" | "one-at-a-time";

  /** Whether operators may open a shell in its containers. */
  readonly shell: boolean;

  /** @default nobody sends it requests */
  readonly loadBalancer?: EcsServiceLoadBalancer & { readonly gracePeriodSeconds: number };
}

/** Tasks of one role that ECS keeps running. A release that does not become healthy is rolled back. */
export class Service extends Construct {
  public readonly name: string;

  constructor(scope: Construct, id: string, props: ServiceProps) {
    super(scope, id);

    const { name, capacity, taskDefinition, desiredCount, scaled, replace, shell } = props;
    const { gracePeriodSeconds, ...target } = props.loadBalancer ?? {};
    const overlapping = replace === "overlapping";

    const service = new EcsService(this, "service", {
      name,
      cluster: capacity.clusterArn,
      taskDefinition: taskDefinition.arn,
      desiredCount,
      deploymentMinimumHealthyPercent: overlapping ? 100 : 0,
      deploymentMaximumPercent: overlapping ? 200 : 100,
      deploymentCircuitBreaker: { enable: true, rollback: true },
      capacityProviderStrategy: [{ capacityProvider: capacity.capacityProviderName, base: 0, weight: 1 }],
      orderedPlacementStrategy: [
        { type: "spread", field: "attribute:ecs.availability-zone" },
        { type: "spread", field: "instanceId" },
      ],
      // AWS turns it on where it is not stated; one task has nothing to balance.
      availabilityZoneRebalancing: desiredCount > 1 || scaled ? "ENABLED" : "DISABLED",
      ...(gracePeriodSeconds === undefined
        ? {}
        : {
            loadBalancer: [target as EcsServiceLoadBalancer],
            healthCheckGracePeriodSeconds: gracePeriodSeconds,
          }),
      enableExecuteCommand: shell,
      enableEcsManagedTags: true,
      propagateTags: "SERVICE",
      ...(scaled ? { lifecycle: { ignoreChanges: ["desired_count"] } } : {}),
    });
    if (shell) {
      except(service, "container-hardening", "The environment sets shell to true.", "enable_execute_command");
    }
    this.name = service.name;
  }
}
