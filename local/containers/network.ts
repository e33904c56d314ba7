import { spawn } from "node:child_process";
import type { Server, Socket } from "node:net";
import { join } from "node:path";
import { succeed } from "../processes";

const SCRIPT = join(__dirname, "network.sh");

/** The last numbers of further addresses of this machine, where copies of the database are: `network.sh` adds them. */
const COPIES = [2, 3, 4];
/** The last numbers of the containers' addresses. */
const FIRST_ADDRESS = 11;
const ADDRESSES = 240;
/** Opens a socket, hands it to its parent, and ends. */
const LISTENER = `
const [, address, port] = process.argv;
const server = require("node:net").createServer().listen(Number(port), address, () =>
  process.send("listening", server, () => process.exit()));`;

/** Where the ECS agent answers containers (Amazon ECS Developer Guide, "Task IAM role"). */
export const AGENT_ADDRESS = "169.254.170.2";

export interface NetworkProps {
  /** Unique on this machine, at most 10 characters: it begins the names of interfaces, namespaces and cgroups. */
  readonly name: string;

  /** The first three numbers of its addresses. 198.18.0.0/15 is for benchmarks (RFC 2544), so no real network uses it. */
  readonly subnet: string;

  /** Further addresses of this machine that containers can answer. @default none */
  readonly localAddresses?: readonly string[];
}

/** The network of a host's containers. It is not reachable from outside this machine. */
export class ContainerNetwork {
  public readonly name: string;
  /** This machine, as containers see it. */
  public readonly hostAddress: string;
  public readonly localAddresses: readonly string[];
  /** Further addresses of this machine as containers see it. */
  public readonly copyAddresses: readonly string[];

  private readonly subnet: string;
  private readonly used = new Set<number>();
  private next = 0;

  constructor({ name, subnet, localAddresses = [] }: NetworkProps) {
    if (name.length > 10) throw new Error(`The name of a network has at most 10 characters, got "${name}"`);
    this.name = name;
    this.subnet = subnet;
    this.hostAddress = `${subnet}.1`;
    this.localAddresses = localAddresses;
    this.copyAddresses = COPIES.map((number) => `${subnet}.${number}`);
  }

  public async up(): Promise<void> {
    await succeed(SCRIPT, ["up", this.name, this.subnet, ...this.localAddresses]);
  }

  public async down(): Promise<void> {
    await succeed(SCRIPT, ["down", this.name]);
  }

  public takeAddress(): string {
    const free = Array.from({ length: ADDRESSES }, (_, index) => (this.next + index) % ADDRESSES)
      .map((index) => index + FIRST_ADDRESS)
      .find((each) => !this.used.has(each));
    if (free === undefined) throw new Error(`The network ${this.name} has no free address`);
    this.used.add(free);
    // This machine remembers for a minute which interface had an address, and reaches no other one by it.
    this.next = free - FIRST_ADDRESS + 1;
    return `${this.subnet}.${free}`;
  }

  public releaseAddress(address: string): void {
    this.used.delete(Number(address.split(".")[3]));
  }

  /** Listens inside the network, on an address that other networks of this machine may have too. */
  public async listen(server: Server, address: string, port: number): Promise<void> {
    const namespace = `--net=/run/netns/${this.name}-lan`;
    const child = spawn("nsenter", [namespace, process.execPath, "-e", LISTENER, address, `${port}`], {
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
    const socket = await new Promise<Server | Socket>((resolve, reject) => {
      child.once("message", (_, handle) => resolve(handle as Server));
      child.once("exit", (code) => reject(new Error(`${address}:${port} was not opened (exit ${code})`)));
    });
    await new Promise<void>((resolve) => server.listen(socket, resolve));
  }
}
