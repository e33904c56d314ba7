import type { EnvironmentValues } from "../../../config/schema/schema";
import { connectionsOf, nodesOf } from "../../../facts/valkey";
import type { AlarmRule, AlarmRules } from "./alarm-rule";
import { FIFTEEN_MINUTES } from "./alarm-rule";
import type { Metric } from "./metric";
import { cacheMetrics } from "./metric";

const USED_CONNECTIONS = 0.8;

export interface CacheAlarmsProps {
  /** Of the replication group. */
  readonly name: string;
  readonly cache: EnvironmentValues["cache"];
}

/** For an environment with a Valkey. With two nodes the higher value counts, because either of them may take the writes. */
export function cacheAlarms({ name, cache }: CacheAlarmsProps): AlarmRules {
  if (cache.kind !== "valkey") return {};
  const nodes = nodesOf(name, cache).map(cacheMetrics);
  const most = connectionsOf(cache.nodeType);
  return {
    "cache-memory": {
      description: "The cache has used more than 80 % of its memory for fifteen minutes.",
      action:
        "A full cache drops sessions and cached values before they expire, and refuses writes once nothing is left that expires. Cache less, or for a shorter time, or choose a larger cache.nodeType.",
      metric: highest(nodes.map(({ memory }) => memory)),
      threshold: { above: 80 },
      ...FIFTEEN_MINUTES,
    },
    "cache-evictions": {
      description: "The cache is full and has dropped values before they expired for fifteen minutes.",
      action:
        "A dropped session signs its user out, and a dropped lock lets a job or a scheduled command run twice. Cache less, or for a shorter time, or choose a larger cache.nodeType.",
      metric: highest(nodes.map(({ evicted }) => evicted)),
      threshold: { above: 0 },
      ...FIFTEEN_MINUTES,
    },
    "cache-cpu": {
      description:
        "The one thread with which Valkey runs commands has been busy above 80 % for fifteen minutes.",
      action:
        "Look for slow commands: KEYS, large collections, many cache tags. If there are none, choose a node type with faster cores (m7g, r7g): more cores do not help.",
      metric: highest(nodes.map(({ cpu }) => cpu)),
      threshold: { above: 80 },
      ...FIFTEEN_MINUTES,
    },
    "cache-connections": {
      description: `For five minutes the cache has had more than ${USED_CONNECTIONS * 100} % of the ${most} connections of a ${cache.nodeType} in use.`,
      action:
        "At the limit it rejects every new connection. Look for code that opens connections and does not close them, or for many more tasks than usual.",
      metric: highest(nodes.map(({ connections }) => connections)),
      threshold: { above: USED_CONNECTIONS * most },
      periods: 5,
      periodSeconds: 60,
      treatMissingData: "ignore",
    },
  };
}

function highest([first, second]: readonly Metric[]): AlarmRule["metric"] {
  if (!first) throw new Error("a cache has a node");
  return second ? { of: { first, second }, as: { highest: "MAX([first, second])" } } : first;
}
