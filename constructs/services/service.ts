import { EcsService } from "@cdktf/provider-aws/lib/ecs-service";
import type { EcsServiceLoadBalancer } from "@cdktf/provider-aws/lib/ecs-service";
import { Token } from "cdktf";
import { Construct } from "constructs";
import type { TaskDefinition } from "../containers/task-definition";
import { exempt } from "../../policies/exceptions";

/** The cluster and the capacity provider that tasks run on. */
export interface Capacity {
  readonly clusterArn: string;
  readonly capacityProviderName: string;
}

export interface ServiceProps {
  readonly name: string;
  readonly capacity: Capacity;
  readonly taskDefinition: TaskDefinition;

  /** The number of tasks after the first release. Before it, the number is 0, because the images do not exist yet. */
  readonly desiredCount: number;

  /**
   * Whether scaling changes the number of tasks. Terraform then ignores it, and `desiredCount` is only the first value.
   */
  readonly scaled: boolean;

  /**
   * How a deployment replaces tasks. `overlapping` starts the new task before it stops the old one, without downtime.
   * `one-at-a-time` stops the old task first, so that two never run at the same time.
   */
  readonly replace: "overlapping" | "one-at-a-time";

  /** Whether operators can open a shell in its containers. */
  readonly shell: boolean;

  /** @default no load balancer */
  readonly loadBalancer?: EcsServiceLoadBalancer & { readonly gracePeriodSeconds: number };
}

/** An ECS service: tasks of one workload that ECS keeps running. ECS rolls back a deployment that does not become healthy. */
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
      desiredCount: Token.asNumber(`\${${taskDefinition.isReleased} ? ${desiredCount} : 0}`),
      deploymentMinimumHealthyPercent: overlapping ? 100 : 0,
      deploymentMaximumPercent: overlapping ? 200 : 100,
      deploymentCircuitBreaker: { enable: true, rollback: true },
      capacityProviderStrategy: [{ capacityProvider: capacity.capacityProviderName, base: 0, weight: 1 }],
      orderedPlacementStrategy: [
        { type: "spread", field: "attribute:ecs.availability-zone" },
        { type: "spread", field: "instanceId" },
      ],
      // AWS enables it by default. With one task there is nothing to balance.
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
      exempt(service, "container-hardening/execute-command", "The environment sets shell to true.");
    }
    this.name = service.name;
  }
}
