import { chmodSync, chownSync, mkdirSync } from "node:fs";
import { rm } from "node:fs/promises";
import type { Server } from "node:net";
import { join } from "node:path";
import { execFile } from "node:child_process";
import { constants } from "node:os";
import { NamespacedContainer, type Stopped } from "./container";
import { AGENT_ADDRESS, type ContainerNetwork } from "./network";
import type { ContainerDescription, Exit, OnOutput, RunningContainer, Runtime, Volume } from "./runtime";

/**
 * Containers in Linux namespaces and cgroups, without a container engine. Less than Docker: containers have no capability, no
 * limit of CPU, and reach nothing but this machine's address on their network. A volume is a folder with its owner and mode; its
 * size is not limited. It refuses what it cannot do.
 */
export class Namespaces implements Runtime {
  private readonly running = new Set<NamespacedContainer>();
  private last = 0;

  /** @param folder contains a folder per container, with its log */
  constructor(
    private readonly network: ContainerNetwork,
    private readonly folder: string,
  ) {}

  public up(): Promise<void> {
    return this.network.up();
  }

  public async down(): Promise<void> {
    await Promise.all([...this.running].map((container) => container.stop(0)));
    await this.network.down();
  }

  public serveAgent(server: Server): Promise<void> {
    return this.network.listen(server, AGENT_ADDRESS, 80);
  }

  public createVolume(name: string, options: Record<string, string>): Promise<Volume> {
    const source = volumeFolder(join(this.folder, `volume-${name}`), options);
    return Promise.resolve({ source, remove: () => rm(source, { recursive: true, force: true }) });
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- so that it rejects and does not throw
  public async start(description: ContainerDescription, onOutput: OnOutput): Promise<RunningContainer> {
    const user = description.user ?? description.image.config.User ?? "";
    const impossible = refusals(description, user);
    if (impossible.length > 0) throw new Error(impossible.join("; "));

    const name = `c${++this.last}`;
    const { network, folder } = this;
    const container = new NamespacedContainer({ ...description, name, network, folder, user, onOutput });
    this.running.add(container);
    const exited = container.ended.then((stopped) => {
      this.running.delete(container);
      return exitOf(stopped);
    });
    return {
      id: `${network.name}-${name}`,
      address: container.address,
      exited,
      endpoint: (port) => Promise.resolve({ host: container.address, port }),
      exec: (command, timeoutSeconds) => exec(container.beside(command), timeoutSeconds),
      stop: async (timeoutSeconds) => exitOf(await container.stop(timeoutSeconds)),
    };
  }
}

/** Creates the folder of a volume, with the owner and the mode in the options of its mount. Returns it. */
export function volumeFolder(folder: string, { o = "" }: Record<string, string>): string {
  const options: Record<string, string | undefined> = Object.fromEntries(
    o.split(",").map((option) => option.split("=") as [string, string]),
  );
  mkdirSync(folder, { recursive: true });
  chownSync(folder, Number(options.uid ?? 0), Number(options.gid ?? 0));
  chmodSync(folder, Number.parseInt(options.mode ?? "1777", 8));
  return folder;
}

function refusals(description: ContainerDescription, user: string): string[] {
  return [
    /^\d+:\d+$/.test(user) ? "" : `the user must be numbers here, as in "33:33", got "${user}"`,
    description.droppedCapabilities.includes("ALL") ? "" : "capabilities.drop must contain ALL here",
    description.noNewPrivileges ? "" : "dockerSecurityOptions must contain no-new-privileges here",
    description.init ? "" : "initProcessEnabled must be true here",
  ].filter(Boolean);
}

const exitOf = ({ code, signal, oomKills }: Stopped): Exit => ({
  code: code ?? 128 + constants.signals[signal ?? "SIGKILL"],
  outOfMemory: oomKills > 0,
});

function exec(
  { program, args, env }: ReturnType<NamespacedContainer["beside"]>,
  timeoutSeconds: number,
): Promise<number | undefined> {
  const options = { env, timeout: Math.max(1, timeoutSeconds * 1000), killSignal: "SIGKILL" as const };
  return new Promise((resolve) => {
    const child = execFile(program, args, options, () => {
      resolve(child.killed ? undefined : (child.exitCode ?? 137));
    });
  });
}
