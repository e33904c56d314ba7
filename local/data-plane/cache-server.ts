import { readFileSync } from "node:fs";
import { connect as connectPlain } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { connect as connectTls } from "node:tls";
import type { Image, RunningContainer, Runtime } from "../containers/runtime";
import type { Authority } from "../images/authority";
import { cacheCommand, cacheFiles, PORT } from "../images/cache-image";
import { CONFINED } from "./confined";
import type { ServerEndpoint } from "./server-endpoint";

const MEMORY_MIB = 64;
const STOP_SECONDS = 10;
const LOOK_MILLISECONDS = 200;
const ANSWER_MILLISECONDS = 2_000;

const CLIENT_SECONDS = 10;
const CLIENT = ["valkey-cli", "-e", "-s", "/tmp/valkey.sock"];
const HAS_COPY = `${CLIENT.join(" ")} info replication | grep -q master_link_status:up`;

/** Parameters of ElastiCache, and not of the server. */
const OF_ELASTICACHE = ["cluster-enabled", "reserved-memory", "reserved-memory-percent"];

/** What the embedded AWS reports of a replication group. */
export interface Cache {
  readonly address: string;
  readonly port: number;
  readonly status: string;
  /** Whether its security groups allow a host to connect. */
  readonly isReachable: boolean;
  readonly requiresTls: boolean;
  readonly nodes: number;
  /** Those that its user has set. */
  readonly parameters: Readonly<Record<string, string>>;
}

export interface CacheServerProps {
  readonly runtime: Runtime;
  readonly authority: Authority;
  readonly image: () => Image;
}

/** One node of a replication group: a Valkey in a container, whose certificate is for the address of the group. */
export class CacheServer {
  private target: ServerEndpoint["target"] | undefined;
  private container: RunningContainer | undefined;
  private parameters: Record<string, string> = {};
  /** What it is a replica of. */
  private source: RunningContainer | undefined;
  private copied = false;

  constructor(private readonly props: CacheServerProps) {}

  /** Where it listens; undefined until it answers, and while it is a replica, which refuses every change. */
  public get listening(): ServerEndpoint["target"] | undefined {
    return this.source ? undefined : this.target;
  }

  public get isRunning(): boolean {
    return this.container !== undefined;
  }

  /** Whether it is a replica that has the data of its primary. */
  public get hasCopy(): boolean {
    return this.isRunning && this.copied;
  }

  /** Makes it a replica, as soon as both nodes answer. Its primary then sends it every change. */
  public async copyFrom({ container: primary, target }: CacheServer): Promise<void> {
    if (!primary || !target || primary === this.container) return;
    if (this.source !== primary) {
      if (await this.client("replicaof", primary.address, `${PORT}`)) this.source = primary;
      this.copied = false;
    } else if (!this.copied) {
      this.copied = await this.executes("sh", "-c", HAS_COPY);
    }
  }

  /** Makes a replica the primary. */
  public async takeOver(): Promise<void> {
    if (!this.source || !(await this.client("replicaof", "no", "one"))) return;
    this.source = undefined;
    this.copied = false;
  }

  /** Makes the server as its replication group is: running, with its parameters. */
  public async follow(cache: Cache): Promise<void> {
    const parameters = ofTheServer(cache.parameters);
    if (!this.container) await this.run(cache, parameters);
    else if (JSON.stringify(parameters) !== JSON.stringify(this.parameters)) await this.change(parameters);
  }

  public async stop(): Promise<void> {
    const { container } = this;
    this.forget();
    await container?.stop(STOP_SECONDS);
  }

  private async run(
    { address, port, requiresTls }: Cache,
    parameters: Record<string, string>,
  ): Promise<void> {
    const { runtime, authority, image } = this.props;
    const container = await runtime.start(
      {
        ...CONFINED,
        image: image(),
        command: cacheCommand(requiresTls, parameters),
        environment: {},
        files: cacheFiles(authority, address),
        memoryMiB: MEMORY_MIB,
        ports: [port],
      },
      () => undefined,
    );
    this.container = container;
    this.parameters = parameters;
    void this.announce(container, await container.endpoint(port), requiresTls ? address : undefined);
    // The next poll starts it again, empty, as ElastiCache replaces a node that fails.
    void container.exited.then(() => {
      if (this.container === container) this.forget();
    });
  }

  private forget(): void {
    this.container = this.target = this.source = undefined;
    this.copied = false;
  }

  /** Changes of parameters take effect at once and keep the data ("Valkey and Redis OSS parameters"). */
  private async change(parameters: Record<string, string>): Promise<void> {
    const settings = Object.entries(parameters).flat();
    if (settings.length === 0 || (await this.client("config", "set", ...settings)))
      this.parameters = parameters;
  }

  /** Whether the server accepts a command. */
  private client(...command: string[]): Promise<boolean> {
    return this.executes(...CLIENT, ...command);
  }

  private async executes(...command: string[]): Promise<boolean> {
    return (await this.container?.exec(command, CLIENT_SECONDS)) === 0;
  }

  private async announce(
    container: RunningContainer,
    target: NonNullable<ServerEndpoint["target"]>,
    name: string | undefined,
  ): Promise<void> {
    const ca = readFileSync(this.props.authority.certificate);
    while (this.container === container && !(await answers(target, name, ca))) await sleep(LOOK_MILLISECONDS);
    if (this.container === container) this.target = target;
  }
}

const ofTheServer = (parameters: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(parameters).filter(([name]) => !OF_ELASTICACHE.includes(name)));

/** Whether a server answers PING, over TLS if it has the name of a certificate. */
const answers = (target: ServerEndpoint["target"], name: string | undefined, ca: Buffer): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = name ? connectTls({ ...target, servername: name, ca }) : connectPlain(target);
    const answer = (isThere: boolean) => () => {
      socket.destroy();
      resolve(isThere);
    };
    socket.once(name ? "secureConnect" : "connect", () => socket.write("PING\r\n"));
    socket.once("data", (line: Buffer) => answer(line.toString().startsWith("+PONG"))());
    socket.once("error", answer(false)).once("close", answer(false));
    socket.setTimeout(ANSWER_MILLISECONDS, answer(false));
  });
