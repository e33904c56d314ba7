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

/**
 * The fewest connections that a node of any type takes (`maxclients`; "Valkey and Redis OSS parameters", Amazon ElastiCache User
 * Guide: 65,000).
 */
export const MOST_CONNECTIONS = 65_000;

/** The names of the groups of a cache. The cache itself has the name of the environment. */
export const cacheGroups = (name: string) => ({
  subnetGroup: name,
  securityGroup: `${name}-cache`,
  parameterGroup: `${name}-valkey8`,
});

/** The nodes of a cache with this many: ElastiCache numbers them from 1 on. */
export const nodesOf = (name: string, { multiAz }: { readonly multiAz: boolean }): string[] =>
  (multiAz ? ["001", "002"] : ["001"]).map((number) => `${name}-${number}`);
