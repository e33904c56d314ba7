import { ElasticacheParameterGroup } from "@cdktf/provider-aws/lib/elasticache-parameter-group";
import { ElasticacheReplicationGroup } from "@cdktf/provider-aws/lib/elasticache-replication-group";
import { ElasticacheSubnetGroup } from "@cdktf/provider-aws/lib/elasticache-subnet-group";
import { Construct } from "constructs";
import type { Environment } from "../../config/environment";
import { cacheWindows } from "../../config/night-windows";
import { cacheGroups, nodesOf, VALKEY, VALKEY_PORT } from "../../facts/valkey";
import { onePort, SecurityGroup } from "../aws/security-group";
import type { NetworkFacts } from "../network/network-facts";
import type { EncryptionKey } from "./encryption-key";

export interface CacheProps {
  /** Of the replication group, e.g. `api-production`. */
  readonly name: string;
  readonly region: string;
  readonly network: NetworkFacts;
  readonly key: EncryptionKey;
  readonly settings: Extract<Environment["cache"], { kind: "valkey" }>;
}

/**
 * The Valkey of the application's cache and sessions. It accepts no connection until `allowFrom` is called, and only connections
 * with TLS. It has no password, because each way to set one with this version of the provider writes it to the state (ADR 38).
 */
export class Cache extends Construct {
  /** Of the node that takes writes, which moves to the other node with it. */
  public readonly address: string;

  private readonly securityGroup: SecurityGroup;

  constructor(scope: Construct, id: string, props: CacheProps) {
    super(scope, id);

    const { name, region, network, key, settings } = props;
    const { nodeType, multiAz, snapshotRetentionDays } = settings;
    const { snapshotWindow, maintenanceWindow } = cacheWindows(region);

    this.securityGroup = new SecurityGroup(this, "security-group", {
      name: cacheGroups(name).securityGroup,
      description: "Valkey from the hosts",
      vpcId: network.vpcId,
    });

    this.address = new ElasticacheReplicationGroup(this, "group", {
      replicationGroupId: name,
      description: `Cache and sessions of ${name}`,
      engine: VALKEY.engine,
      engineVersion: VALKEY.version,
      autoMinorVersionUpgrade: "true",
      nodeType,
      numCacheClusters: nodesOf(name, settings).length,
      automaticFailoverEnabled: multiAz,
      multiAzEnabled: multiAz,

      port: VALKEY_PORT,
      subnetGroupName: this.subnetGroup(name, network),
      securityGroupIds: [this.securityGroup.id],
      parameterGroupName: this.parameterGroup(name),

      atRestEncryptionEnabled: "true",
      kmsKeyId: key.arn,
      transitEncryptionEnabled: true,
      transitEncryptionMode: "required",

      snapshotRetentionLimit: snapshotRetentionDays,
      snapshotWindow,
      maintenanceWindow,
      // Otherwise every plan until the maintenance window has the change again: the provider does not know pending ones.
      applyImmediately: true,

      // After an automatic upgrade the version above would be lower, for which the provider replaces the group.
      lifecycle: { ignoreChanges: ["engine_version"] },
    }).primaryEndpointAddress;
  }

  /** Lets the members of a security group connect. `peer` names the rule. */
  public allowFrom(peer: string, clients: SecurityGroup): void {
    this.securityGroup.allowFrom(peer, clients, onePort(VALKEY_PORT));
    clients.allowTo("cache", this.securityGroup, onePort(VALKEY_PORT));
  }

  private subnetGroup(name: string, network: NetworkFacts): string {
    return new ElasticacheSubnetGroup(this, "subnets", {
      name: cacheGroups(name).subnetGroup,
      description: `Isolated subnets of ${name}`,
      subnetIds: network.databaseSubnetIds,
    }).name;
  }

  private parameterGroup(name: string): string {
    return new ElasticacheParameterGroup(this, "parameters", {
      name: cacheGroups(name).parameterGroup,
      description: `Valkey 8 of ${name}`,
      family: VALKEY.family,
      // A full cache drops what expires anyway, the least recently used first. Jobs never expire, so none of them is dropped.
      parameter: [{ name: "maxmemory-policy", value: "volatile-lru" }],
      lifecycle: { createBeforeDestroy: true },
    }).name;
  }
}
