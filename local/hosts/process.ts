import { join } from "node:path";
import { Namespaces } from "../containers/namespaces";
import { ContainerNetwork } from "../containers/network";
import type { RuntimeKind } from "../containers/possible";
import type { Runtime } from "../containers/runtime";
import { Simulated } from "../containers/simulated";
import { startScript } from "../start-script";
import type { HostHandle } from "./fleet";

/** What a host's process is started with, as JSON in its variable HOST. */
export interface ProcessOptions {
  readonly endpoint: string;
  readonly region: string;
  readonly kind: RuntimeKind;
  /** Of its containers. The name has at most 10 characters and, like the subnet, is unique on this machine. */
  readonly network: { readonly name: string; readonly subnet: string };
  /** Contains the log of the host, its containers and its images. */
  readonly folder: string;
  readonly address: string;
  readonly source?: string;
  /** A JSON file with the names that containers resolve, read when one starts. */
  readonly namesFile: string;
  readonly files?: Record<string, string>;
}

/** The commands of simulated containers that run until they are stopped: none is that of a server. Others end with 0. */
const LASTING = /^$|^scheduler$|^artisan queue:work /;

const MAIN = join(__dirname, "main.ts");
const SHUTDOWN_SECONDS = 30;

export function runtimeOf({ kind, network, source, folder }: ProcessOptions, instanceId: string): Runtime {
  if (kind === "simulated") {
    const done = { exit: { afterSeconds: 1, code: 0 } };
    return new Simulated((_, command) => (LASTING.test(command.join(" ")) ? {} : done));
  }
  const localAddresses = source === undefined ? [] : [source];
  return new Namespaces(new ContainerNetwork({ ...network, localAddresses }), join(folder, instanceId));
}

/** Starts a host as a process of its own, which ends with this one. */
export function launchProcess(instanceId: string, options: ProcessOptions): HostHandle & { pid: number } {
  const child = startScript(MAIN, [instanceId], {
    log: join(options.folder, `${instanceId}.log`),
    variables: { HOST: JSON.stringify(options) },
    outlives: false,
  });
  // After kill -9, its containers are gone, or go now; their network is left.
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve())).then(() =>
    runtimeOf(options, instanceId).down(),
  );
  return {
    pid: child.pid ?? 0,
    ended,
    stop: async () => {
      child.kill("SIGTERM");
      const kill = setTimeout(() => child.kill("SIGKILL"), SHUTDOWN_SECONDS * 1000);
      await ended;
      clearTimeout(kill);
    },
  };
}
