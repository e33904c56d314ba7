import { spawn } from "node:child_process";
import type { Server } from "node:net";
import { run, succeed } from "../processes";
import { AGENT_ADDRESS } from "./network";
import type { ContainerDescription, Exit, OnOutput, RunningContainer, Runtime, Volume } from "./runtime";

/** The agent's address is that of this machine on the containers' network, which works on Linux only. */
const SUBNET = "169.254.170.0/24";

/** What the client itself reads, and a container gets by value. */
const OF_THE_CLIENT = /^(?:PATH|HOME|DOCKER_\w+|XDG_\w+|\w+_proxy|\w+_PROXY)$/;

const ownVariables = () =>
  Object.fromEntries(Object.entries(process.env).filter(([variable]) => OF_THE_CLIENT.test(variable)));

/** The arguments of `docker` that run a container. Its ports are published on the loopback interface only. */
export function dockerRunArguments(
  description: ContainerDescription,
  { name, network }: { readonly name: string; readonly network: string },
): string[] {
  const { image, user, entryPoint, command, workingDirectory, init, memoryMiB } = description;
  const [program, ...rest] = entryPoint ?? [];
  const each = <T>(flag: string, values: readonly T[], text: (value: T) => string) =>
    values.flatMap((value) => [flag, text(value)]);
  return [
    ...["run", "--name", name, "--network", network, "--memory", `${memoryMiB}m`],
    // As ECS, which leaves swap off: the limit of memory and swap is that of memory.
    ...["--memory-swap", `${memoryMiB}m`],
    ...(user === undefined ? [] : ["--user", user]),
    ...(workingDirectory === undefined ? [] : ["--workdir", workingDirectory]),
    ...(description.readonlyRoot ? ["--read-only"] : []),
    ...(init ? ["--init"] : []),
    ...(description.noNewPrivileges ? ["--security-opt", "no-new-privileges"] : []),
    ...each("--cap-drop", description.droppedCapabilities, (capability) => capability),
    ...each("--tmpfs", description.tmpfs, ({ path, options }) => `${path}:${options.join(",")}`),
    ...each("--volume", Object.entries(description.files), ([target, source]) => `${source}:${target}:ro`),
    ...each(
      "--volume",
      Object.entries(description.volumes ?? {}),
      ([target, source]) => `${source}:${target}`,
    ),
    ...each("--add-host", Object.entries(description.hosts), ([host, address]) => `${host}:${address}`),
    // The values are in the environment of the client, so that no list of processes shows a secret.
    ...each("--env", Object.entries(description.environment), ([variable, value]) =>
      OF_THE_CLIENT.test(variable) ? `${variable}=${value}` : variable,
    ),
    ...each("--publish", description.ports, (port) => `127.0.0.1::${port}`),
    ...(program === undefined ? [] : ["--entrypoint", program]),
    image.reference,
    ...rest,
    ...(command ?? []),
  ];
}

/** The arguments of `docker` that create a volume of the driver `local`. */
export const volumeArguments = (name: string, options: Record<string, string>): string[] => [
  ...["volume", "create", "--driver", "local"],
  ...Object.entries(options).flatMap(([option, value]) => ["--opt", `${option}=${value}`]),
  name,
];

/**
 * Containers of a Docker engine on Linux. The machines of this project's tests have none: only the arguments are tested, the
 * rest was never run.
 */
export class Docker implements Runtime {
  private readonly running = new Set<RunningContainer>();
  private last = 0;

  constructor(private readonly network: string) {}

  public async up(): Promise<void> {
    await this.down();
    await docker("network", "create", "--subnet", SUBNET, "--gateway", AGENT_ADDRESS, this.network);
  }

  public async down(): Promise<void> {
    await Promise.all([...this.running].map((container) => container.stop(0)));
    const { stdout } = await run("docker", ["ps", "--all", "--quiet", "--filter", `network=${this.network}`]);
    const left = stdout.split("\n").filter(Boolean);
    if (left.length > 0) await docker("rm", "--force", ...left);
    await run("docker", ["network", "rm", this.network]);
  }

  public async serveAgent(server: Server): Promise<void> {
    await new Promise<void>((resolve) => server.listen(80, AGENT_ADDRESS, resolve));
  }

  public async createVolume(name: string, options: Record<string, string>): Promise<Volume> {
    await docker(...volumeArguments(name, options));
    return { source: name, remove: () => docker("volume", "rm", "--force", name).then(() => undefined) };
  }

  public async start(description: ContainerDescription, onOutput: OnOutput): Promise<RunningContainer> {
    const name = `${this.network}-${++this.last}`;
    const client = spawn("docker", dockerRunArguments(description, { name, network: this.network }), {
      env: { ...process.env, ...description.environment, ...ownVariables() },
      stdio: ["ignore", "pipe", "pipe"],
    });
    for (const stream of ["stdout", "stderr"] as const) {
      client[stream].setEncoding("utf8").on("data", (text: string) => onOutput(text, stream));
    }
    const inspect = async (format: string) =>
      (await run("docker", ["inspect", "--format", format, name])).stdout.trim();
    const exited = new Promise<number>((resolve) =>
      client.once("close", (code) => resolve(code ?? 137)),
    ).then(async (code): Promise<Exit> => {
      const outOfMemory = (await inspect("{{.State.OOMKilled}}")) === "true";
      await run("docker", ["rm", "--force", name]);
      return { code, outOfMemory };
    });
    let ended: Exit | undefined;
    void exited.then((exit) => (ended = exit));
    let address = "";
    while (address === "" && ended === undefined) {
      address = await inspect("{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}");
    }
    // The client's own exit codes for a container that did not start (Docker run reference, "Exit status").
    if (ended && [125, 126, 127].includes(ended.code)) throw new Error(`docker run ended with ${ended.code}`);

    const container: RunningContainer = {
      id: name,
      address,
      exited,
      endpoint: async (port) => {
        const published = (await docker("port", name, `${port}/tcp`)).split(":").at(-1);
        return { host: "127.0.0.1", port: Number(published) };
      },
      exec: async (command, timeoutSeconds) => {
        const { code } = await run("timeout", [`${timeoutSeconds}`, "docker", "exec", name, ...command]);
        return code === 124 ? undefined : code;
      },
      stop: async (timeoutSeconds) => {
        await run("docker", ["stop", "--time", `${Math.ceil(timeoutSeconds)}`, name]);
        return exited;
      },
    };
    this.running.add(container);
    void exited.then(() => this.running.delete(container));
    return container;
  }
}

const docker = async (...args: string[]) => (await succeed("docker", args)).stdout.trim();
