import {
  DescribeReplicationGroupsCommand,
  ElastiCacheClient,
  ReplicationGroupNotFoundFault,
} from "@aws-sdk/client-elasticache";
import { valkeyOf } from "../../config/cache-settings";
import { undefinedFor } from "../cli/undefined-for";
import type { Operation } from "../cli/operation";

/** What Amazon ElastiCache reports of the Valkey of an environment. */
export interface Cache {
  /** E.g. `available`, or `modifying` ("ReplicationGroup", Amazon ElastiCache API Reference); `missing` if it does not exist. */
  readonly state: string;
  readonly nodes: number;

  /** The node that takes the writes, e.g. `api-production-001`. A failover makes it another one. */
  readonly primary?: string;
}

/** The state of the Valkey; undefined for an environment whose cache is in the database. */
export async function lookAtCache(operation: Operation): Promise<Cache | undefined> {
  const { environment } = operation;
  if (!valkeyOf(environment)) return undefined;
  const command = new DescribeReplicationGroupsCommand({ ReplicationGroupId: environment.name });
  const answer = await operation
    .client(ElastiCacheClient)
    .send(command)
    .catch(undefinedFor(ReplicationGroupNotFoundFault));
  const [group] = answer?.ReplicationGroups ?? [];
  const members = group?.NodeGroups?.flatMap(({ NodeGroupMembers = [] }) => NodeGroupMembers) ?? [];
  const primary = members.find(({ CurrentRole }) => CurrentRole === "primary")?.CacheClusterId;
  return {
    state: group?.Status ?? "missing",
    nodes: group?.MemberClusters?.length ?? 0,
    ...(primary === undefined ? {} : { primary }),
  };
}
