import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { insiderClients } from "../account";
import { Namespaces } from "../containers/namespaces";
import { ContainerNetwork } from "../containers/network";
import type { RuntimeKind } from "../containers/possible";
import type { Runtime } from "../containers/runtime";
import { Fleet } from "../hosts/fleet";
import { launchProcess } from "../hosts/process";
import type { Authority } from "../images/authority";
import { cacheImage, databaseImage } from "../images/release";
import { paceOf } from "../hosts/host";
import { Caches } from "./caches";
import { Databases } from "./databases";
import { Endpoints, type ListeningAt } from "./endpoints";
import { LoadBalancers } from "./load-balancer";
import { Ports } from "./ports";
import { SlackPage } from "./slack";

const REFRESH_SECONDS = 1;

export interface DataPlaneProps {
  /** The embedded AWS. */
  readonly endpoint: string;
  readonly region: string;
  readonly kind: RuntimeKind;
  /** Contains the logs and the files of hosts, containers and the database. */
  readonly folder: string;
  /** Begins the names of all networks. At most 4 characters, so that two data planes can run on one machine. */
  readonly prefix: string;
  /** The third numbers of the networks' addresses begin with it, e.g. 100: 198.18.100.0/24. */
  readonly subnet: number;
  /** An address of the VPC, from which load balancers reach containers. */
  readonly source: string;
  readonly authority: Authority;
  readonly log: (line: string) => void;
}

/** Everything that runs in the embedded AWS: hosts with their containers, load balancers, the database, the cache, and Slack. */
export class DataPlane {
  public static async start(props: DataPlaneProps): Promise<DataPlane> {
    mkdirSync(props.folder, { recursive: true });
    const plane = new DataPlane(props, await paceOf(props.endpoint));
    await plane.begin();
    return plane;
  }

  public readonly slack: SlackPage;
  private readonly loadBalancers: LoadBalancers;
  private readonly endpoints: Endpoints;
  private readonly fleet: Fleet;
  private readonly databases: Databases | undefined;
  private readonly caches: Caches | undefined;
  /** Of the databases and the caches. */
  private readonly serverRuntime: Runtime | undefined;
  /** The addresses of this machine where the endpoints listen. */
  private readonly listening = new Set<string>();
  private readonly ending = new AbortController();

  private constructor(
    private readonly props: DataPlaneProps,
    pace: number,
  ) {
    const { endpoint, region, folder, authority, log } = props;
    const ports = new Ports(folder);
    this.slack = new SlackPage(authority, ports);
    this.loadBalancers = new LoadBalancers({ endpoint, region, ports, pace });
    const runtime = (this.serverRuntime = this.runtimeOfServers());
    if (runtime) {
      const shared = { endpoint, pace, authority, runtime };
      this.databases = new Databases({
        ...shared,
        region,
        image: databaseImage,
        folder: join(folder, "database"),
      });
      this.caches = new Caches({ ...shared, image: cacheImage });
    }
    this.endpoints = new Endpoints({
      ...{ authority, region, endpoint },
      database: () => this.databases?.endpoint,
      copies: () => this.databases?.copies ?? [],
      cache: () => this.caches?.endpoint,
    });
    this.fleet = new Fleet({
      clients: insiderClients(endpoint, region),
      launch: (instanceId, number) => this.launch(instanceId, number),
      log,
    });
  }

  /** The local URL of each listener, by its ARN. */
  public get urls(): Record<string, string> {
    return this.loadBalancers.urls;
  }

  public async stop(): Promise<void> {
    this.ending.abort();
    await this.fleet.stop();
    await Promise.all([this.databases?.stop(), this.caches?.stop()]);
    await this.serverRuntime?.down();
    this.loadBalancers.stop();
    this.endpoints.close();
    this.slack.stop();
  }

  private async begin(): Promise<void> {
    await this.slack.start();
    await this.serverRuntime?.up();
    void this.databases?.start();
    void this.caches?.start();
    void this.loadBalancers.start();
    void this.fleet.run();
  }

  private launch(instanceId: string, number: number) {
    const { endpoint, region, kind, folder, prefix, source } = this.props;
    const network = { name: `${prefix}-ec2-${number}`, subnet: this.subnet(number) };
    const namesFile = join(folder, `${instanceId}.names.json`);
    const host = launchProcess(instanceId, {
      ...{ endpoint, region, kind, folder, network, namesFile },
      // Other systems than Linux have one address only.
      address: process.platform === "linux" ? `127.18.${this.props.subnet}.${number}` : "127.0.0.1",
      ...(kind === "simulated" ? {} : { source, files: this.endpoints.files }),
    });
    const { copyAddresses } = new ContainerNetwork(network);
    void this.serve({ address: `${network.subnet}.1`, copyAddresses }, namesFile, host.ended);
    return host;
  }

  /** Serves a host's containers, and keeps the names current that they resolve: stacks create databases and buckets later. */
  private async serve(at: ListeningAt, namesFile: string, ended: Promise<void>): Promise<void> {
    let running = this.props.kind !== "simulated";
    void ended.then(() => (running = false));
    while (running && !this.ending.signal.aborted) {
      try {
        if (!this.listening.has(at.address)) await this.endpoints.listen(at);
        this.listening.add(at.address);
        writeFileSync(`${namesFile}.new`, JSON.stringify(await this.endpoints.names(at)));
        renameSync(`${namesFile}.new`, namesFile);
      } catch (error) {
        // The host creates its network while it boots.
        if ((error as NodeJS.ErrnoException).code !== "EADDRNOTAVAIL") this.props.log(String(error));
      }
      await sleep(REFRESH_SECONDS * 1_000, undefined, { signal: this.ending.signal }).catch(() => undefined);
    }
  }

  private runtimeOfServers(): Runtime | undefined {
    const { kind, prefix, folder } = this.props;
    const name = `${prefix}-rds`;
    if (kind === "simulated") return undefined;
    return new Namespaces(new ContainerNetwork({ name, subnet: this.subnet(0) }), join(folder, "rds"));
  }

  private subnet(number: number): string {
    return `198.18.${this.props.subnet + number}`;
  }
}
