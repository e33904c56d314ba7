import { AutoscalingGroup } from "@cdktf/provider-aws/lib/autoscaling-group";
import { Token } from "cdktf";
import { Construct } from "constructs";
import type { EnvironmentValues } from "../../config/schema/schema";
import type { Cluster } from "./cluster";
import { hostTemplate } from "./host-template";
import type { NetworkFacts } from "../network/network-facts";
import { onePort, SecurityGroup } from "../aws/security-group";
import { except } from "../../policies/exceptions";

/** The ports Docker hands out on Amazon Linux for hostPort 0 (net.ipv4.ip_local_port_range). */
export const DYNAMIC_PORTS = { from: 32_768, to: 60_999 };

export interface ContainerHostsProps {
  readonly name: string;
  readonly cluster: Cluster;
  readonly network: NetworkFacts;
  readonly settings: EnvironmentValues["hosts"];

  /** The repositories hosts pull images from. */
  readonly repositoryArns: string[];

  /** Whether `cdktf destroy` ends hosts that are still draining, instead of waiting for up to an hour. */
  readonly forceDelete: boolean;

  /** The provider's default tags, which do not reach what the group launches. */
  readonly tags: Record<string, string>;
}

/**
 * The EC2 instances containers run on: an auto scaling group that heals and replaces them.
 *
 * A new launch template version rolls the group by launching first: with one host the second comes up, takes over the
 * tasks (the capacity provider drains the first), and only then the first goes. Nobody logs in by SSH: there is no key
 * and no port, but Session Manager.
 */
export class ContainerHosts extends Construct {
  public readonly autoScalingGroupArn: string;
  public readonly securityGroup: SecurityGroup;

  constructor(scope: Construct, id: string, props: ContainerHostsProps) {
    super(scope, id);

    const { name, cluster, network, settings } = props;

    this.securityGroup = new SecurityGroup(this, "security-group", {
      name: `${name}-hosts`,
      description: "Container hosts",
      vpcId: network.vpcId,
    });
    const egress = settings.egressPorts.map((port) =>
      this.securityGroup.allowToAnywhere(`internet-${port}`, onePort(port)),
    );

    const template = hostTemplate(this, {
      ...props,
      clusterArn: cluster.arn,
      clusterName: cluster.name,
      securityGroupId: this.securityGroup.id,
    });

    const group = new AutoscalingGroup(this, "group", {
      name,
      minSize: settings.minimum,
      maxSize: settings.maximum,
      vpcZoneIdentifier: network.hostSubnetIds,
      launchTemplate: { id: template.id, version: Token.asString(template.latestVersion) },
      // The load balancer knows tasks, not hosts.
      healthCheckType: "EC2",
      healthCheckGracePeriod: 60,
      defaultCooldown: 60,
      capacityRebalance: settings.purchase === "spot",
      // 150 % of one host rounds down to no surge.
      instanceMaintenancePolicy: { minHealthyPercentage: 100, maxHealthyPercentage: 200 },
      instanceRefresh: {
        strategy: "Rolling",
        preferences: {
          minHealthyPercentage: 100,
          maxHealthyPercentage: 200,
          instanceWarmup: "120",
          skipMatching: false,
          autoRollback: true,
        },
      },
      // Draining hosts wait for the capacity provider, which is gone first when everything is destroyed.
      forceDelete: props.forceDelete,
      // The capacity provider must exist before the first host registers, so nobody waits for that host here: hosts
      // that were there before it "might not be properly registered" (Amazon ECS, "Capacity providers for EC2").
      waitForCapacityTimeout: "0",
      tag: [
        ...Object.entries({ ...props.tags, Name: name }).map(([key, value]) => ({
          key,
          value,
          propagateAtLaunch: true,
        })),
        // ECS adds it when the group gets a capacity provider.
        { key: "AmazonECSManaged", value: "true", propagateAtLaunch: true },
      ],
      lifecycle: { ignoreChanges: ["desired_capacity"] },
      // A host must reach ECS while it registers, and until its tasks are drained.
      dependsOn: [...network.internetAccess, ...egress],
    });
    if (network.hostSubnetIds.length === 1) {
      except(group, "zones", "The environment names one subnet in network.hostSubnetIds.");
    }
    this.autoScalingGroupArn = group.arn;
  }
}
