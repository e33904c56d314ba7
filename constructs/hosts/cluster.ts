import { EcsCapacityProvider } from "@cdktf/provider-aws/lib/ecs-capacity-provider";
import { EcsCluster } from "@cdktf/provider-aws/lib/ecs-cluster";
import { EcsClusterCapacityProviders } from "@cdktf/provider-aws/lib/ecs-cluster-capacity-providers";
import { Fn, Token } from "cdktf";
import { Construct } from "constructs";

export interface ClusterProps {
  readonly name: string;
}

/**
 * The ECS cluster, and the capacity provider through which it starts, drains and stops its hosts.
 *
 * It is in the base stack with its hosts: an ECS agent that does not find its cluster at boot stops and does not retry, and
 * a cluster that still has hosts cannot be deleted.
 */
export class Cluster extends Construct {
  public readonly name: string;
  public readonly arn: string;

  private readonly cluster: EcsCluster;

  constructor(scope: Construct, id: string, props: ClusterProps) {
    super(scope, id);

    this.cluster = new EcsCluster(this, "cluster", { name: props.name });
    this.name = this.cluster.name;
    this.arn = this.cluster.arn;
  }

  /** Adds the hosts as the capacity of the cluster. Returns the name of their capacity provider, once it can be used. */
  public runOn(name: string, hosts: { readonly autoScalingGroupArn: string }): string {
    const provider = new EcsCapacityProvider(this, "capacity-provider", {
      name,
      autoScalingGroupProvider: {
        autoScalingGroupArn: hosts.autoScalingGroupArn,
        managedDraining: "ENABLED",
        // Draining already moves the tasks. The protection makes `destroy` hang (hashicorp/terraform-provider-aws#18849).
        managedTerminationProtection: "DISABLED",
        managedScaling: {
          status: "ENABLED",
          targetCapacity: 100,
          minimumScalingStepSize: 1,
          maximumScalingStepSize: 1,
          instanceWarmupPeriod: 120,
        },
      },
    });
    const association = new EcsClusterCapacityProviders(this, "capacity-providers", {
      clusterName: this.name,
      capacityProviders: [provider.name],
      defaultCapacityProviderStrategy: [{ capacityProvider: provider.name, base: 0, weight: 1 }],
    });
    return Token.asString(Fn.one(association.capacityProviders));
  }
}
