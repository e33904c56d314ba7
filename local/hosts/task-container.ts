import type { ContainerDefinition, ContainerStateChange, NetworkBinding } from "@aws-sdk/client-ecs";
import type { ContainerDescription, Exit, RunningContainer, Runtime } from "../containers/runtime";
import type { AwsLogs } from "./aws-logs";
import type { Health } from "./control-plane";
import { watchHealth } from "./health-check";
import type { Forward, HostPorts } from "./ports";

export interface ContainerTools {
  readonly runtime: Runtime;
  readonly ports: HostPorts;
  readonly pace: number;
  readonly defaultStopSeconds: number;
}

/** How often a container is restarted at most (ContainerRestartPolicy, Amazon ECS API Reference). */
const RESTART_SECONDS = 300;

type Condition = "START" | "HEALTHY" | "COMPLETE" | "SUCCESS";

/** One container of a task, over its restarts. */
export class TaskContainer {
  public readonly name: string;
  public readonly essential: boolean;
  public health: Health = "UNKNOWN";
  public exit: Exit | undefined;
  public reason: string | undefined;
  public digest: string | undefined;
  /** When it has ended and is not restarted. */
  public readonly ended: Promise<void>;

  private running: RunningContainer | undefined;
  private forwards: Forward[] = [];
  private stopping = false;
  private readonly waiting = new Set<() => void>();
  private hasEnded: () => void = () => undefined;

  constructor(
    public readonly definition: ContainerDefinition,
    private readonly tools: ContainerTools,
  ) {
    this.name = definition.name ?? "";
    this.essential = definition.essential ?? true;
    this.ended = new Promise((resolve) => (this.hasEnded = resolve));
  }

  public get address(): string {
    return this.running?.address ?? "";
  }

  public get isRunning(): boolean {
    return this.running !== undefined && this.exit === undefined;
  }

  /** The containers that must be in a condition before this one starts. A link is a dependency too. */
  public get dependencies(): { on: string; condition: Condition }[] {
    const { dependsOn = [], links = [] } = this.definition;
    return [
      ...links.map((link) => ({ on: link.split(":")[0] ?? "", condition: "START" as const })),
      ...dependsOn.map(({ containerName = "", condition = "START" }) => ({ on: containerName, condition })),
    ];
  }

  /** @throws Error if it cannot be started */
  public async start(description: ContainerDescription, log: AwsLogs | undefined): Promise<void> {
    const { runtime, ports } = this.tools;
    if (this.stopping) {
      await log?.end();
      return;
    }
    const started = Date.now();
    const container = await runtime.start(description, (text, stream) => log?.add(text, stream));
    this.running = container;
    this.exit = undefined;
    this.health = "UNKNOWN";
    void container.exited.then((exit) => this.end(exit, started, description, log));
    try {
      for (const mapping of this.definition.portMappings ?? [])
        this.forwards.push(await ports.open(mapping, container));
    } catch (error) {
      this.stopping = true;
      await container.stop(0);
      throw error;
    }
    if (this.stopping) void container.stop(0);
    const { healthCheck } = this.definition;
    if (healthCheck && healthCheck.command?.[0] !== "NONE") {
      void watchHealth(healthCheck, container, this.tools.pace, (health) => {
        this.health = health;
        this.changed();
      });
    }
    this.changed();
  }

  /** Marks it as never started. */
  public fail(reason: string): void {
    this.reason ??= reason;
    this.stopping = true;
    if (!this.isRunning) this.hasEnded();
    this.changed();
  }

  public async stop(): Promise<void> {
    this.stopping = true;
    const seconds = this.definition.stopTimeout ?? this.tools.defaultStopSeconds;
    if (this.isRunning) await this.running?.stop(seconds * this.tools.pace);
    else if (!this.running) this.hasEnded();
    await this.ended;
  }

  /**
   * Waits until others may start that depend on a condition of this container.
   *
   * @throws Error if it can no longer be reached, with the text of the ECS agent (engine/dependencygraph)
   */
  public async reaches(condition: Condition, dependent: string): Promise<void> {
    const unresolved = (why: string) =>
      new Error(
        `dependency graph: failed to resolve the container ordering dependency [${this.name}] for target [${dependent}] as dependency ${why}`,
      );
    for (;;) {
      const over = this.exit !== undefined && !this.isRunning;
      if (condition === "START" && (this.isRunning || over)) return;
      if (condition === "HEALTHY" && this.health === "HEALTHY" && this.isRunning) return;
      if (condition === "COMPLETE" && over) return;
      if (condition === "SUCCESS" && over && this.exit?.code === 0) return;
      if (condition === "SUCCESS" && over) throw unresolved("did not exit successfully.");
      if (this.stopping || (condition === "HEALTHY" && over)) throw unresolved("has stopped.");
      await new Promise<void>((resolve) => this.waiting.add(resolve));
    }
  }

  public get networkBindings(): NetworkBinding[] {
    return this.forwards.map(({ binding }) => binding);
  }

  public get state(): ContainerStateChange {
    const { name, exit, reason, digest } = this;
    const ended = exit !== undefined || (reason !== undefined && !this.isRunning);
    return {
      containerName: name,
      status: ended ? "STOPPED" : this.isRunning ? "RUNNING" : "PENDING",
      networkBindings: this.networkBindings,
      ...(this.running ? { runtimeId: this.running.id } : {}),
      ...(digest === undefined ? {} : { imageDigest: digest }),
      ...(exit === undefined ? {} : { exitCode: exit.code }),
      ...(reason === undefined ? {} : { reason }),
    };
  }

  private changed(): void {
    const waiting = [...this.waiting];
    this.waiting.clear();
    for (const resolve of waiting) resolve();
  }

  private async end(
    exit: Exit,
    started: number,
    description: ContainerDescription,
    log: AwsLogs | undefined,
  ): Promise<void> {
    this.forwards.splice(0).forEach((forward) => forward.close());
    const {
      enabled = false,
      ignoredExitCodes = [],
      restartAttemptPeriod,
    } = this.definition.restartPolicy ?? {};
    const period = (restartAttemptPeriod ?? RESTART_SECONDS) * 1000 * this.tools.pace;
    const restarts =
      enabled && !this.stopping && !ignoredExitCodes.includes(exit.code) && Date.now() - started >= period;
    this.exit = exit;
    if (exit.outOfMemory) this.reason = "OutOfMemoryError: Container killed due to memory usage";
    if (restarts) {
      this.reason = undefined;
      try {
        if (!this.stopping) {
          await this.start(description, log);
          return;
        }
      } catch (error) {
        this.reason = `CannotStartContainerError: Error response from daemon: ${(error as Error).message}`;
      }
    }
    await log?.end();
    this.hasEnded();
    this.changed();
  }
}
