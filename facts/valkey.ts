/** The port of every Valkey that this project creates. ElastiCache's default. */
export const VALKEY_PORT = 6379;

/**
 * What the base stack gives every cache. ElastiCache installs the patches of a version itself; the family belongs to every 8.x
 * ("Supported engines and versions", Amazon ElastiCache User Guide).
 */
export const VALKEY = { engine: "valkey", version: "8.0", family: "valkey8" } as const;

/** The smallest node: 0.5 GiB, of which ElastiCache reserves a quarter for itself. */
export const SMALLEST_NODE = "cache.t4g.micro";

/** "Backup constraints", Amazon ElastiCache User Guide. */
export const LONGEST_SNAPSHOT_DAYS = 35;

/** `maxclients`, where it is not 65,000 ("Valkey and Redis OSS parameters", Amazon ElastiCache User Guide). */
const FEWER_CONNECTIONS: Readonly<Record<string, number>> = {
  "cache.t3.micro": 20_000,
  "cache.t3.small": 46_000,
  "cache.t3.medium": 46_000,
  "cache.t4g.micro": 20_000,
};

/** How many connections a node takes. */
export const connectionsOf = (nodeType: string): number => FEWER_CONNECTIONS[nodeType] ?? 65_000;

/** The names of the groups of a cache. The cache itself has the name of the environment. */
export const cacheGroups = (name: string) => ({
  subnetGroup: name,
  securityGroup: `${name}-cache`,
  parameterGroup: `${name}-valkey8`,
});

/** The nodes of a cache with this many: ElastiCache numbers them from 1 on. */
export const nodesOf = (name: string, { multiAz }: { readonly multiAz: boolean }): string[] =>
  (multiAz ? ["001", "002"] : ["001"]).map((number) => `${name}-${number}`);
