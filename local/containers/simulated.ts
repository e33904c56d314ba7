import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { ContainerDescription, Exit, OnOutput, RunningContainer, Runtime, Volume } from "./runtime";

/** What a simulated container does. Without any of it, it runs, is healthy and answers its ports until it is stopped. */
export interface Behaviour {
  readonly exit?: { readonly afterSeconds: number; readonly code: number };
  /** It is killed for memory after this time. */
  readonly outOfMemoryAfterSeconds?: number;
  readonly lines?: readonly string[];
  readonly neverHealthy?: boolean;
  /** The exit code after the stop signal. @default 0 */
  readonly stopCode?: number;
  /** The daemon's error if it cannot be started. */
  readonly refusal?: string;
}

/**
 * Containers that run nothing, for machines that cannot run any: each is healthy at once, and answers on its ports that it is
 * simulated. It knows nothing of the image: commands, settings, users, limits and file systems have no effect.
 */
export class Simulated implements Runtime {
  private readonly running = new Set<RunningContainer>();
  private last = 0;

  /** @param behaviourOf of a container, by the reference of its image and its command */
  constructor(
    private readonly behaviourOf: (image: string, command: readonly string[]) => Behaviour = () => ({}),
  ) {}

  public async up(): Promise<void> {
    // It has no network.
  }

  public async down(): Promise<void> {
    await Promise.all([...this.running].map((container) => container.stop(0)));
  }

  public async serveAgent(): Promise<void> {
    // No process asks.
  }

  public createVolume(name: string): Promise<Volume> {
    return Promise.resolve({ source: name, remove: () => Promise.resolve() });
  }

  public async start(
    { image, command = [], ports }: ContainerDescription,
    onOutput: OnOutput,
  ): Promise<RunningContainer> {
    const behaviour = this.behaviourOf(image.reference, command);
    const { exit, outOfMemoryAfterSeconds, lines = [], neverHealthy = false, stopCode = 0 } = behaviour;
    if (behaviour.refusal !== undefined) throw new Error(behaviour.refusal);

    const answer = `${image.reference} is simulated: this machine cannot run containers.\n`;
    const servers = new Map(
      await Promise.all(ports.map(async (port) => [port, await serve(answer)] as const)),
    );
    const ending = new AbortController();
    const after = async (seconds: number, end: Exit): Promise<Exit> => {
      await sleep(seconds * 1000, undefined, { signal: ending.signal });
      return end;
    };
    let stopped: (exit: Exit) => void = () => undefined;
    const endings = [
      new Promise<Exit>((resolve) => {
        stopped = resolve;
      }),
      ...(exit ? [after(exit.afterSeconds, { code: exit.code, outOfMemory: false })] : []),
      ...(outOfMemoryAfterSeconds === undefined
        ? []
        : [after(outOfMemoryAfterSeconds, { code: 137, outOfMemory: true })]),
    ];
    for (const each of endings) each.catch(() => undefined);
    const exited = Promise.race(endings).finally(() => {
      ending.abort();
      this.running.delete(container);
      for (const server of servers.values()) server.close().closeAllConnections();
    });
    for (const line of lines) onOutput(`${line}\n`, "stdout");

    const container: RunningContainer = {
      id: `simulated-${++this.last}`,
      address: "127.0.0.1",
      exited,
      endpoint: (port) => {
        const { port: at } = servers.get(port)?.address() as AddressInfo;
        return Promise.resolve({ host: "127.0.0.1", port: at });
      },
      exec: () => Promise.resolve(neverHealthy ? 1 : 0),
      stop: (timeoutSeconds) => {
        stopped({ code: timeoutSeconds > 0 ? stopCode : 137, outOfMemory: false });
        return exited;
      },
    };
    this.running.add(container);
    return container;
  }
}

async function serve(text: string): Promise<Server> {
  const server = createServer((_, response) => response.end(text));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server;
}
