import { CacheNodes } from "./cache-nodes";
import type { Cache, CacheServerProps } from "./cache-server";
import type { ServerEndpoint } from "./server-endpoint";

const POLL_SECONDS = 1;

export interface CachesProps extends CacheServerProps {
  /** The embedded AWS. */
  readonly endpoint: string;
  readonly pace: number;
}

/**
 * The replication groups of the embedded AWS: each node is a Valkey in a container, with TLS if the group has it. A new node type or
 * version changes nothing, and a restart of the data plane empties it. Only the address of the primary is served.
 */
export class Caches {
  private readonly groups = new Map<string, CacheNodes>();
  private caches: Readonly<Record<string, Cache>> = {};
  private timer: NodeJS.Timeout | undefined;
  private polling = Promise.resolve();
  private stopped = false;

  constructor(private readonly props: CachesProps) {}

  /** Starts to follow the embedded AWS. */
  public async start(): Promise<void> {
    this.polling = this.poll().catch(
      (error: unknown) => void process.stderr.write(`cache: ${String(error)}\n`),
    );
    await this.polling;
    if (this.stopped) return;
    this.timer = setTimeout(() => void this.start(), POLL_SECONDS * 1_000 * this.props.pace);
  }

  /** Where the cache of the environment listens; undefined until it does, and while its security groups let no host connect. */
  public get endpoint(): ServerEndpoint | undefined {
    for (const [id, { address, port, isReachable }] of Object.entries(this.caches)) {
      const target = this.groups.get(id)?.listening;
      if (target && isReachable) return { name: address, port, target };
    }
    return undefined;
  }

  public async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    // It may be starting a container.
    await this.polling;
    await Promise.all([...this.groups.values()].map((nodes) => nodes.stop()));
    this.caches = {};
  }

  private async poll(): Promise<void> {
    const answer = await fetch(`${this.props.endpoint}/embedded-aws/caches`);
    const reported = (await answer.json()) as Record<string, Cache>;
    const existing = Object.entries(reported).filter(
      ([, { status }]) => !["creating", "deleting"].includes(status),
    );
    this.caches = Object.fromEntries(existing);
    for (const [id, nodes] of this.groups) {
      if (id in this.caches) continue;
      this.groups.delete(id);
      await nodes.stop();
    }
    for (const [id, cache] of existing) {
      const nodes = this.groups.get(id) ?? new CacheNodes(this.props);
      this.groups.set(id, nodes);
      await nodes.follow(cache);
    }
  }
}
