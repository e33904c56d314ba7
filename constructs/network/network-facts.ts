import type { ITerraformDependable } from "cdktf";
import type { EnvironmentValues } from "../../config/schema/schema";

/** The network in which the other resources are placed. The subnets are in the order of the availability zones. */
export interface NetworkFacts {
  readonly vpcId: string;

  /** With a route to the internet, for the load balancer. */
  readonly publicSubnetIds: string[];

  readonly hostSubnetIds: string[];

  /** Whether hosts reach the internet from public addresses of their own, and not through NAT. */
  readonly hostsArePublic: boolean;

  /** Without a route to the internet, for the database. */
  readonly databaseSubnetIds: string[];

  /**
   * The resources that route the public subnets to the internet, if they are created here. The id of a subnet does not
   * wait for them, so every resource in such a subnet depends on them (the policy `hidden-dependencies`).
   */
  readonly internetAccess: readonly ITerraformDependable[];
}

/** A network that is used as it is: Terraform creates and changes nothing of it. */
export function existingNetwork(
  settings: Extract<EnvironmentValues["network"], { kind: "existing" }>,
): NetworkFacts {
  const { vpcId, publicSubnetIds, databaseSubnetIds, hostSubnetIds } = settings;
  return {
    vpcId,
    publicSubnetIds,
    databaseSubnetIds,
    hostSubnetIds: hostSubnetIds ?? publicSubnetIds,
    hostsArePublic: hostSubnetIds === undefined,
    internetAccess: [],
  };
}
