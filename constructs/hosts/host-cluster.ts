import type { Construct } from "constructs";
import type { Cache } from "../data/cache";
import type { Database } from "../data/database";
import type { LoadBalancer } from "../network/load-balancer";
import { Cluster } from "./cluster";
import type { ContainerHostsProps } from "./container-hosts";
import { ContainerHosts, DYNAMIC_PORTS } from "./container-hosts";

export interface HostClusterProps extends Omit<ContainerHostsProps, "cluster"> {
  /** Sends requests to the hosts. */
  readonly loadBalancer: LoadBalancer;

  /** Accepts connections from the hosts. */
  readonly database: Database;

  /** The same, if the environment has a Valkey. */
  readonly cache: Cache | undefined;
}

/** The cluster and the hosts that tasks run on, in the scope of the stack. Returns where a service can be placed. */
export function hostCluster(scope: Construct, { loadBalancer, database, cache, ...props }: HostClusterProps) {
  const cluster = new Cluster(scope, "cluster", { name: props.name });
  const hosts = new ContainerHosts(scope, "hosts", { ...props, cluster });
  const capacityProviderName = cluster.runOn(props.name, hosts);
  loadBalancer.sendTo("hosts", hosts.securityGroup, DYNAMIC_PORTS);
  database.allowFrom("hosts", hosts.securityGroup);
  cache?.allowFrom("hosts", hosts.securityGroup);
  return { clusterArn: cluster.arn, capacityProviderName };
}
