import { AutoscalingGroup } from "@cdktf/provider-aws/lib/autoscaling-group";
import { Token } from "cdktf";
import { Construct } from "constructs";
import type { EnvironmentValues } from "../../config/schema/schema";
import type { Cluster } from "./cluster";
import { hostTemplate } from "./host-template";
import type { NetworkFacts } from "../network/network-facts";
import { onePort, SecurityGroup } from "../aws/security-group";
import { HTTPS_PORT } from "../../facts/ports";
import { exempt } from "../../policies/exceptions";

/** The ports that Docker assigns on Amazon Linux for hostPort 0 (net.ipv4.ip_local_port_range). */
export const DYNAMIC_PORTS = { from: 32_768, to: 60_999 };

export interface ContainerHostsProps {
  readonly name: string;
  readonly cluster: Cluster;
  readonly network: NetworkFacts;
  readonly settings: EnvironmentValues["hosts"];

  /** The repositories that hosts pull images from. */
  readonly repositoryArns: string[];

  /** Whether `cdktf destroy` terminates hosts that are still draining, instead of waiting for up to an hour. */
  readonly forceDelete: boolean;

  /** The default tags. The provider does not apply them to instances that the group launches. */
  readonly tags: Record<string, string>;
}

/**
 * The EC2 instances that containers run on, in an Auto Scaling group that replaces unhealthy ones.
 *
 * A new version of the launch template replaces the hosts, and launches before it terminates: a new host starts, the
 * capacity provider drains the old one, whose tasks move, and then the old one is terminated. It has no SSH key and no
 * SSH port. Operators log in with Session Manager.
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
    const egress = [...new Set([HTTPS_PORT, ...settings.egressPorts])].map((port) =>
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
      // The load balancer checks tasks, not hosts.
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
      // Draining hosts wait for the capacity provider, which `cdktf destroy` deletes first.
      forceDelete: props.forceDelete,
      // Terraform does not wait for the first host, because the capacity provider must exist before that host registers: a
      // host that existed before it "might not be properly registered" (Amazon ECS, "Capacity providers for EC2").
      waitForCapacityTimeout: "0",
      tag: [
        ...Object.entries({ ...props.tags, Name: name }).map(([key, value]) => ({
          key,
          value,
          propagateAtLaunch: true,
        })),
        // ECS adds this tag when the group gets a capacity provider.
        { key: "AmazonECSManaged", value: "true", propagateAtLaunch: true },
      ],
      lifecycle: { ignoreChanges: ["desired_capacity"] },
      // A host must reach ECS when it registers, and until its tasks are drained.
      dependsOn: [...network.internetAccess, ...egress],
    });
    if (network.hostSubnetIds.length === 1) {
      exempt(group, "zones/one-subnet", "The environment names one subnet in network.hostSubnetIds.");
    }
    this.autoScalingGroupArn = group.arn;
  }
}
