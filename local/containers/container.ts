import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { ContainerNetwork } from "./network";
import { commandLineOf, type ContainerDescription, environmentOf, type OnOutput } from "./runtime";

const RUN = join(__dirname, "run-container.sh");
/** Docker's, for images without one. */
const PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

export interface ContainerProps extends Omit<
  ContainerDescription,
  "ports" | "droppedCapabilities" | "noNewPrivileges" | "init"
> {
  /** Unique on its network while it runs, at most 15 characters: it names a network interface. */
  readonly name: string;
  readonly network: ContainerNetwork;
  /** Contains a folder per container, with its log. */
  readonly folder: string;
  /** User and group, as numbers. */
  readonly user: string;
  readonly onOutput?: OnOutput;
}

export interface Stopped {
  /** The exit code, if no signal ended it. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly oomKills: number;
}

/** One container in namespaces of its own, confined by run-container.sh. */
export class NamespacedContainer {
  public readonly address: string;
  /** Once it has ended, and its traces are removed. */
  public readonly ended: Promise<Stopped>;

  protected readonly state: string;
  protected readonly environment: Record<string, string>;

  private readonly process: ChildProcess;
  private stopped: Stopped | undefined;

  constructor(private readonly props: ContainerProps) {
    const { name, network, folder, image, hosts, files, volumes = {}, user, memoryMiB, onOutput } = props;
    this.address = network.takeAddress();
    this.state = join(folder, name);
    rmSync(this.state, { recursive: true, force: true });
    mkdirSync(this.state, { recursive: true });
    const lines = Object.entries({ localhost: "127.0.0.1", ...hosts }).map(([host, ip]) => `${ip} ${host}\n`);
    writeFileSync(join(this.state, "hosts"), lines.join(""));
    for (const log of ["stdout", "stderr"]) writeFileSync(join(this.state, log), "");

    this.environment = { PATH, ...environmentOf(props) };
    const mounts = [
      ...props.tmpfs.map(({ path, options }) => `tmpfs:${path}:${options.join(",")}`),
      ...Object.entries(files).map(([target, source]) => `${source}:${target}`),
      ...Object.entries(volumes).map(([target, source]) => `volume:${source}:${target}`),
    ];
    const root = [image.rootfs, props.readonlyRoot ? "ro" : "rw"];
    const reach = [this.address, network.localAddresses.join(" ")];
    const limits = [user, `${memoryMiB}`, this.workdir, mounts.join(" ")];
    this.process = spawn(
      RUN,
      [this.state, network.name, ...root, ...reach, ...limits, ...commandLineOf(props)],
      {
        env: this.environment,
        stdio: ["ignore", "pipe", "pipe"],
      },
    );
    for (const stream of ["stdout", "stderr"] as const) {
      this.process[stream]?.setEncoding("utf8").on("data", (text: string) => onOutput?.(text, stream));
    }
    // Not `exit`: the readers of its log pipes see their end a moment later.
    this.ended = new Promise((resolve) => {
      this.process.once("close", (code, signal) => resolve(this.end(code, signal)));
    });
  }

  /** The image's stop signal, and a kill when the time is over. */
  public async stop(timeoutSeconds: number): Promise<Stopped> {
    if (timeoutSeconds > 0) this.interrupt(this.props.image.config.StopSignal ?? "SIGTERM");
    const kill = setTimeout(() => this.process.kill("SIGKILL"), timeoutSeconds * 1000);
    const stopped = await this.ended;
    clearTimeout(kill);
    return stopped;
  }

  /** The command line that runs a command beside the container's own, as `docker exec` does, by the image's own setpriv. */
  public beside(command: readonly string[]): {
    program: string;
    args: string[];
    env: Record<string, string>;
  } {
    const [uid = "", gid = ""] = this.props.user.split(":");
    const namespaces = ["--mount", "--net", "--pid", "--ipc", "--uts", "--root"];
    const enter = ["--target", `${this.pid}`, ...namespaces, `--wd=/proc/${this.pid}/root${this.workdir}`];
    const become = [`--reuid=${uid}`, `--regid=${gid}`, "--clear-groups", "--no-new-privs"];
    const without = ["--bounding-set=-all", "--inh-caps=-all"];
    const args = [...enter, "setpriv", ...become, ...without, "--", ...command];
    return { program: "/usr/bin/nsenter", args, env: this.environment };
  }

  /** How often the kernel killed a process of this container for memory, and the most it used. */
  public memory(): { oomKills: number; peakMiB: number } {
    const read = (...names: string[]): string => {
      const found = names.map((name) => join(this.cgroup, name)).find(existsSync);
      return found === undefined ? "" : readFileSync(found, "utf8");
    };
    return {
      oomKills: Number(/oom_kill (\d+)/.exec(read("memory.oom_control", "memory.events"))?.[1] ?? 0),
      peakMiB: Math.round(Number(read("memory.max_usage_in_bytes", "memory.peak")) / 2 ** 20),
    };
  }

  /** The first process of the container, as this machine numbers it; 0 while it is being prepared. */
  protected get pid(): number {
    const file = join(this.state, "pid");
    return existsSync(file) ? Number(readFileSync(file, "utf8")) : 0;
  }

  private get workdir(): string {
    const { workingDirectory, image } = this.props;
    return [workingDirectory, image.config.WorkingDir, "/"].find(Boolean) ?? "/";
  }

  private get cgroup(): string {
    const file = join(this.state, "cgroup");
    return existsSync(file) ? readFileSync(file, "utf8").trim() : "/nowhere";
  }

  /** Signals the init process. A container that is still being prepared has none, and is killed. */
  private interrupt(signal: string): void {
    if (this.stopped) return;
    if (this.pid === 0) this.process.kill("SIGKILL");
    else process.kill(this.pid, signal);
  }

  private async end(code: number | null, signal: NodeJS.Signals | null): Promise<Stopped> {
    this.stopped = { code, signal, oomKills: this.memory().oomKills };
    const { name, network } = this.props;
    // Before its namespace, whose removal the kernel only begins: a next container of this name would find its interface.
    spawnSync("ip", ["-n", `${network.name}-lan`, "link", "delete", name]);
    spawnSync("ip", ["netns", "delete", `${network.name}-${name}`]);
    for (let attempt = 0; attempt < 20 && existsSync(this.cgroup); attempt++) {
      spawnSync("rmdir", [this.cgroup]);
      if (existsSync(this.cgroup)) await sleep(50);
    }
    network.releaseAddress(this.address);
    return this.stopped;
  }
}
