import { setTimeout as sleep } from "node:timers/promises";
import type { Runtime } from "../containers/runtime";
import { Agent } from "./agent";
import { join } from "./control-plane";
import { CredentialsEndpoint } from "./credentials-endpoint";
import { FirstBoot, missingForFirstBoot } from "./first-boot";
import { describeInstance } from "./instance";
import { HostPorts } from "./ports";
import { clientsAs, type Clients } from "./roles";
import type { Pull } from "./task";

export interface HostOptions {
  readonly instanceId: string;
  readonly clients: Clients;
  readonly runtime: Runtime;
  readonly pull: Pull;
  /** Its address on the loopback interface, where its ports are. */
  readonly address: string;
  /** The address of the VPC from which its containers are reached. */
  readonly source?: string;
  /** What its containers can resolve when they start, e.g. the endpoints of AWS. */
  readonly hosts?: () => Record<string, string>;
  /** Files that every container gets, as target to source. */
  readonly files?: Record<string, string>;
  readonly log: (line: string) => void;
}

/** Docker stops its containers within this time when the operating system shuts down. */
const SHUTDOWN_SECONDS = 10;

/** An EC2 instance: its user data has run, and its ECS agent is running. */
export class Host {
  /** @throws Error if the host cannot join a cluster: it then never appears */
  public static async boot(options: HostOptions): Promise<Host> {
    const { instanceId, clients, runtime, log } = options;
    const instance = await describeInstance(instanceId, clients);
    const settings = await settingsOf(instance.userData, log);
    const cluster = settings.ECS_CLUSTER ?? "default";
    const instanceClients = clientsAs(instance.roleArn, instanceId, clients);
    const pace = await paceOf(clients.endpoint);
    const controlPlane = await join(
      cluster,
      Number(settings.ECS_RESERVED_MEMORY ?? 0),
      instance,
      instanceClients,
    );
    // Where the load balancer finds it.
    await fetch(`${clients.endpoint}/embedded-aws/addresses/${instanceId}`, {
      method: "PUT",
      body: JSON.stringify(options.address),
    });
    log(`${instanceId} joined the cluster ${cluster}`);

    await runtime.up();
    const credentials = new CredentialsEndpoint();
    await runtime.serveAgent(credentials.server);
    const agent = new Agent({
      ...{ runtime, controlPlane, credentials, clients, instanceClients, pace },
      pull: options.pull,
      ports: new HostPorts(options.address, options.source),
      hosts: options.hosts ?? (() => ({})),
      files: options.files ?? {},
      defaultStopSeconds: secondsOf(settings.ECS_CONTAINER_STOP_TIMEOUT ?? "30s"),
      // On by default (README of the ECS agent).
      logsAsExecutionRole: settings.ECS_ENABLE_AWSLOGS_EXECUTIONROLE_OVERRIDE !== "false",
      warn: log,
    });
    const running = agent.run();
    return new Host(async () => {
      await Promise.race([agent.stop(), sleep(SHUTDOWN_SECONDS * 1000 * pace, undefined, { ref: false })]);
      await running;
      credentials.server.close();
      credentials.server.closeAllConnections();
      await runtime.down();
    });
  }

  private constructor(private readonly shutDown: () => Promise<void>) {}

  /** An orderly shutdown. */
  public stop(): Promise<void> {
    return this.shutDown();
  }
}

/** The settings of the agent after the first boot. */
async function settingsOf(userData: string, log: (line: string) => void): Promise<Record<string, string>> {
  const [missing] = missingForFirstBoot();
  if (missing) {
    log(`the user data was read, not run, because this machine lacks ${missing}`);
    return readSettings(userData);
  }
  const boot = new FirstBoot(userData);
  try {
    await boot.run();
    return boot.agentSettings;
  } finally {
    boot.remove();
  }
}

const AGENT_SETTINGS = "/etc/ecs/ecs.config";

/** The lines that a script seems to write to ecs.config: of a here document, or by echo. It does not run the script. */
export function readSettings(userData: string): Record<string, string> {
  const script = userData.split("\n");
  const settings = [...hereDocument(script), ...script.flatMap(echoed)];
  return Object.fromEntries(
    settings
      .filter((line) => line.includes("="))
      .map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]),
  );
}

function hereDocument(script: readonly string[]): string[] {
  const start = script.findIndex((line) => line.includes("ecs.config <<"));
  const word = /<<-?\s?['"]?(\w+)['"]?$/.exec(script[start] ?? "")?.[1];
  const end = script.findIndex((line, at) => at > start && line === word);
  return start < 0 || end < 0 ? [] : script.slice(start + 1, end);
}

function echoed(line: string): string[] {
  const start = line.indexOf("echo ");
  const end = line.indexOf(AGENT_SETTINGS);
  if (start < 0 || end < start) return [];
  const text = line
    .slice(start + "echo ".length, end)
    .replaceAll(">", "")
    .trim();
  return /^["']/.test(text) ? [text.slice(1, -1)] : [text];
}

/** A duration as Go writes it, in seconds, e.g. `120s`, `2m`. */
function secondsOf(duration: string): number {
  const units: Record<string, number> = { h: 3600, m: 60, s: 1 };
  return [...duration.matchAll(/(?<!\d)(\d+)([hms])/g)].reduce(
    (sum, [, count, unit = "s"]) => sum + Number(count) * (units[unit] ?? 1),
    0,
  );
}

/** What every waiting time is multiplied by. */
export async function paceOf(endpoint: string): Promise<number> {
  const response = await fetch(`${endpoint}/embedded-aws/pace`);
  return response.ok ? ((await response.json()) as { pace: number }).pace : 1;
}
