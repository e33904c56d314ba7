import { type Cache, CacheServer, type CacheServerProps } from "./cache-server";
import type { ServerEndpoint } from "./server-endpoint";

/**
 * The nodes of one replication group, over failures. When the primary fails, a replica takes over with what it has, and the failed
 * node comes back as a replica. Where the primary is the only node it comes back empty ("Mitigating failures", Amazon
 * ElastiCache User Guide).
 */
export class CacheNodes {
  /** The primary is the first. */
  private nodes: CacheServer[] = [];

  constructor(private readonly props: CacheServerProps) {}

  /** Where the primary listens; undefined until it answers, and while no node has taken over. */
  public get listening(): ServerEndpoint["target"] | undefined {
    return this.nodes[0]?.listening;
  }

  /** Makes the nodes as their replication group is: as many, running, with its parameters. */
  public async follow(cache: Cache): Promise<void> {
    for (const surplus of this.nodes.splice(cache.nodes)) await surplus.stop();
    while (this.nodes.length < cache.nodes) this.nodes.push(new CacheServer(this.props));

    const successor = this.nodes.find(({ hasCopy }) => hasCopy);
    if (!this.nodes[0]?.isRunning && successor)
      this.nodes = [successor, ...this.nodes.filter((node) => node !== successor)];
    const [primary, ...replicas] = this.nodes;
    if (!primary) return;
    await primary.takeOver();
    await primary.follow(cache);
    for (const replica of replicas) {
      await replica.follow(cache);
      await replica.copyFrom(primary);
    }
  }

  public async stop(): Promise<void> {
    await Promise.all(this.nodes.map((node) => node.stop()));
    this.nodes = [];
  }
}
