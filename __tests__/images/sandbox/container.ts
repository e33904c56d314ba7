import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { NamespacedContainer, type Stopped } from "../../../local/containers/container";
import { ContainerNetwork } from "../../../local/containers/network";
import { type Image, WORK } from "./image";

export interface ContainerProps {
  /** Unique while it runs, at most 15 characters: it names a network interface. */
  readonly name: string;

  readonly image: Image;

  /** @default the image's own command */
  readonly command?: string[];

  readonly environment?: Record<string, string>;

  /** The names that this container can resolve, with their addresses. */
  readonly links?: Record<string, string>;

  /**
   * Directories it may write to, each with the options of its mount if they are not the runner's.
   *
   * @default ["/tmp"]
   */
  readonly tmpfs?: string[];

  /** User and group. @default "33:33" */
  readonly user?: string;

  /** Mounted files of this machine, as target to source. */
  readonly files?: Record<string, string>;

  /** Folders of this machine that it writes to, as target to source. @default none */
  readonly volumes?: Record<string, string>;

  /** @default 512 */
  readonly memoryMiB?: number;
}

/** A mount that belongs to the container's user. */
const OWNED = "uid=33,gid=33,mode=755";

/** The network of these tests. */
export const NETWORK = new ContainerNetwork({ name: "images", subnet: "198.18.7" });

const running = new Set<Container>();

/** A container of an image, with the confinement of the task definitions by default. */
export class Container extends NamespacedContainer {
  constructor({ name, image, links = {}, tmpfs = ["/tmp"], ...props }: ContainerProps) {
    super({
      environment: {},
      user: "33:33",
      files: {},
      memoryMiB: 512,
      ...props,
      name,
      network: NETWORK,
      folder: join(WORK, "run"),
      image: { ...image, reference: name, digest: "" },
      hosts: links,
      readonlyRoot: true,
      tmpfs: tmpfs.map((mount) => {
        const [path = "", options = OWNED] = mount.split(":");
        return { path, options: [options] };
      }),
    });
    running.add(this);
    void this.ended.then(() => running.delete(this));
  }

  public get stdout(): string {
    return readFileSync(join(this.state, "stdout"), "utf8");
  }

  public get stderr(): string {
    return readFileSync(join(this.state, "stderr"), "utf8");
  }

  /** The exit code, once it has ended by itself. */
  public async wait(): Promise<number | null> {
    return (await this.ended).code;
  }

  /** As ECS stops a container: the image's stop signal, and a kill when the stop timeout is over. */
  public override async stop(timeoutSeconds = 60): Promise<Stopped & { seconds: number }> {
    const start = Date.now();
    const stopped = await super.stop(timeoutSeconds);
    return { ...stopped, seconds: (Date.now() - start) / 1000 };
  }

  /** Runs a command beside the container's own, as `docker exec` does. */
  public exec(...command: string[]): { code: number | null; output: string } {
    const { program, args, env } = this.beside(command);
    const { status, stdout, stderr } = spawnSync(program, args, { env, encoding: "utf8" });
    return { code: status, output: stdout + stderr };
  }

  /** Sends a signal to its init process, as no process of the container could. */
  public signalInit(signal: NodeJS.Signals): void {
    process.kill(this.pid, signal);
  }

  /** Sends a signal to every process below its init process whose command line begins like this. */
  public signal(signal: NodeJS.Signals, program = ""): void {
    const reached = descendantsOf(this.pid).filter((pid) => {
      try {
        const commandLine = readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
        return commandLine.startsWith(program) && process.kill(pid, signal);
      } catch {
        return false; // It ended in the meantime.
      }
    });
    if (reached.length === 0) throw new Error(`the container has no process "${program}"`);
  }
}

function descendantsOf(pid: number): number[] {
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ");
    return children.filter(Boolean).flatMap((child) => [Number(child), ...descendantsOf(Number(child))]);
  } catch {
    return []; // It ended in the meantime.
  }
}

export async function setUpNetwork(): Promise<void> {
  mkdirSync(WORK, { recursive: true });
  await NETWORK.up();
}

/** Removes the network, and the containers that still run on it. */
export async function removeNetwork(): Promise<void> {
  await Promise.all([...running].map((container) => container.stop(0)));
  await NETWORK.down();
}

/** Gives a test file its network and time to build the images. */
export function useContainers(): void {
  jest.setTimeout(600_000);
  beforeAll(setUpNetwork);
  afterAll(removeNetwork);
}

/** Repeats a check until it succeeds; fails with `what` and the last error. */
export async function until(what: string, holds: () => unknown, seconds = 30): Promise<void> {
  const deadline = Date.now() + seconds * 1000;
  let reason: unknown = "it did not hold";
  while (Date.now() < deadline) {
    try {
      if (await holds()) return;
    } catch (error) {
      reason = error;
    }
    await sleep(100);
  }
  throw new Error(`not within ${seconds} s: ${what} (${String(reason)})`);
}
