import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Image, run, WORK } from "./image";

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

  /** @default 512 */
  readonly memoryMiB?: number;
}

export interface Stopped {
  readonly code: number | null;
  readonly seconds: number;
}

const NETWORK = join(__dirname, "network.sh");
const RUN = join(__dirname, "run-container.sh");
/** A mount that belongs to the container's user. */
const OWNED = "uid=33,gid=33,mode=755";
const NETWORK_PREFIX = "198.18.7.";

/** This machine, as containers see it. */
export const HOST_ADDRESS = `${NETWORK_PREFIX}1`;

const running = new Set<Container>();
let lastAddress = 10;

/** One container of an image, confined as on ECS by run-container.sh. */
export class Container {
  public readonly address = `${NETWORK_PREFIX}${++lastAddress}`;

  private readonly state: string;
  private readonly environment: Record<string, string>;
  private readonly process: ChildProcess;
  private readonly exited: Promise<number | null>;
  private readonly image: Image;
  private readonly user: string;

  constructor({
    name,
    image,
    command,
    environment = {},
    links = {},
    tmpfs = ["/tmp"],
    user = "33:33",
    files = {},
    memoryMiB = 512,
  }: ContainerProps) {
    this.image = image;
    this.user = user;
    this.state = join(WORK, "run", name);
    rmSync(this.state, { recursive: true, force: true });
    mkdirSync(this.state, { recursive: true });

    const hosts = { localhost: "127.0.0.1", ...links };
    writeFileSync(
      join(this.state, "hosts"),
      Object.entries(hosts)
        .map(([host, ip]) => `${ip} ${host}\n`)
        .join(""),
    );
    for (const log of ["stdout", "stderr"]) writeFileSync(join(this.state, log), "");

    const { Entrypoint, Cmd, Env } = image.config;
    this.environment = {
      ...Object.fromEntries(
        Env.map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]),
      ),
      ...environment,
    };
    const mounts = [
      ...tmpfs.map((mount) => `tmpfs:${mount.includes(":") ? mount : `${mount}:${OWNED}`}`),
      ...Object.entries(files).map(([target, source]) => `${source}:${target}`),
    ].join(" ");

    this.process = spawn(
      RUN,
      [
        this.state,
        image.rootfs,
        this.address,
        user,
        String(memoryMiB),
        this.workdir,
        mounts,
        ...Entrypoint,
        ...(command ?? Cmd),
      ],
      { env: this.environment, stdio: ["ignore", "ignore", "inherit"] },
    );
    this.exited = new Promise<number | null>((resolve) => this.process.once("exit", resolve)).then(
      async (code) => {
        running.delete(this);
        // The readers of its log pipes see their end a moment later.
        await sleep(100);
        this.removeTraces();
        return code;
      },
    );
    running.add(this);
  }

  public get stdout(): string {
    return readFileSync(join(this.state, "stdout"), "utf8");
  }

  public get stderr(): string {
    return readFileSync(join(this.state, "stderr"), "utf8");
  }

  /** The exit code, once it has ended by itself. */
  public wait(): Promise<number | null> {
    return this.exited;
  }

  /** As ECS stops a container: the image's stop signal, and a kill when the stop timeout is over. */
  public async stop(timeoutSeconds = 60): Promise<Stopped> {
    const start = Date.now();
    if (running.has(this) && timeoutSeconds > 0) process.kill(this.pid, this.image.config.StopSignal);
    const kill = setTimeout(() => this.process.kill("SIGKILL"), timeoutSeconds * 1000);
    const code = await this.wait();
    clearTimeout(kill);
    return { code, seconds: (Date.now() - start) / 1000 };
  }

  /** Runs a command beside the container's own, as `docker exec` does. */
  public exec(...command: string[]): { code: number | null; output: string } {
    const pid = String(this.pid);
    const { status, stdout, stderr } = spawnSync(
      "nsenter",
      [
        ...[
          "--target",
          pid,
          "--mount",
          "--net",
          "--pid",
          "--ipc",
          "--uts",
          "--root",
          `--wd=/proc/${pid}/root${this.workdir}`,
        ],
        ...[
          "setpriv",
          `--reuid=${this.user.split(":")[0]}`,
          `--regid=${this.user.split(":")[1]}`,
          "--clear-groups",
          "--no-new-privs",
          "--bounding-set=-all",
          "--inh-caps=-all",
          "--",
        ],
        ...command,
      ],
      { env: this.environment, encoding: "utf8" },
    );
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

  /** How often the kernel killed a process of this container for memory, and the most it used. */
  public memory(): { oomKills: number; peakMiB: number } {
    const group = readFileSync(join(this.state, "cgroup"), "utf8").trim();
    const read = (...names: string[]): string => {
      for (const name of names) {
        try {
          return readFileSync(join(group, name), "utf8");
        } catch {
          continue;
        }
      }
      throw new Error(`${group} has none of ${names.join(", ")}`);
    };
    return {
      oomKills: Number(/oom_kill (\d+)/.exec(read("memory.oom_control", "memory.events"))?.[1]),
      peakMiB: Math.round(Number(read("memory.max_usage_in_bytes", "memory.peak")) / 2 ** 20),
    };
  }

  private get workdir(): string {
    const { WorkingDir = "" } = this.image.config;
    return WorkingDir === "" ? "/" : WorkingDir;
  }

  private get pid(): number {
    return Number(readFileSync(join(this.state, "pid"), "utf8"));
  }

  private removeTraces(): void {
    spawnSync("ip", ["netns", "delete", `images-${this.state.split("/").pop()}`]);
    spawnSync("rmdir", [readFileSync(join(this.state, "cgroup"), "utf8").trim()]);
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

export function setUpNetwork(): void {
  mkdirSync(WORK, { recursive: true });
  run(NETWORK, "up");
}

/** Removes the network, and the containers that still run on it. */
export async function removeNetwork(): Promise<void> {
  await Promise.all([...running].map((container) => container.stop(0)));
  run(NETWORK, "down");
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
