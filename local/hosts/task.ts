import type { ContainerOverride } from "@aws-sdk/client-ecs";
import { setTimeout as sleep } from "node:timers/promises";
import type { Image, Volume } from "../containers/runtime";
import { AwsLogs } from "./aws-logs";
import type { ControlPlane, Health, Order, StateChange } from "./control-plane";
import type { CredentialsEndpoint } from "./credentials-endpoint";
import { describeContainer, refusalsOf } from "./definition";
import { environmentOf } from "./environment";
import { clientsAs, type Clients, type RoleClients } from "./roles";
import { TaskContainer, type ContainerTools } from "./task-container";

/** Gets an image with the permissions of a role. @throws Error with the reason of ECS, a CannotPullContainerError */
export type Pull = (reference: string, clients: RoleClients) => Promise<Image>;

export interface TaskTools extends ContainerTools {
  readonly controlPlane: ControlPlane;
  readonly pull: Pull;
  readonly clients: Clients;
  readonly instanceClients: RoleClients;
  readonly credentials: CredentialsEndpoint;
  readonly logsAsExecutionRole: boolean;
  /** What containers can resolve beside their links, and files that each of them gets. */
  readonly hosts: () => Record<string, string>;
  readonly files: Record<string, string>;
  readonly warn: (line: string) => void;
}

interface Prepared {
  readonly environment: Record<string, string>;
  readonly image: Image;
}

/** A failure that ends the task, with its stopped reason. */
class TaskFailure extends Error {}

/** One task on this host, from the pull of its images until all its containers have ended. */
export class Task {
  public readonly id: string;
  public stopped = false;

  private readonly containers: TaskContainer[];
  private readonly execution: RoleClients | undefined;
  private readonly role: string | undefined;
  private readonly overrides: Map<string, ContainerOverride>;
  private readonly volumes = new Map<string, Volume>();
  private readonly times: Pick<StateChange, "pullStartedAt" | "pullStoppedAt"> = {};
  private stop: () => void = () => undefined;
  private readonly stopping: Promise<void>;
  private reason: string | undefined;

  constructor(
    private readonly order: Order,
    private readonly tools: TaskTools,
  ) {
    this.id = order.taskArn.split("/").at(-1) ?? "";
    const { taskDefinition, overrides } = order;
    this.containers = (taskDefinition.containerDefinitions ?? []).map(
      (each) => new TaskContainer(each, tools),
    );
    const executionRole = overrides?.executionRoleArn ?? taskDefinition.executionRoleArn;
    this.execution = executionRole ? clientsAs(executionRole, this.id, tools.clients) : undefined;
    this.role = overrides?.taskRoleArn ?? taskDefinition.taskRoleArn;
    const each = overrides?.containerOverrides ?? [];
    this.overrides = new Map(each.map((override) => [override.name ?? "", override]));
    this.stopping = new Promise((resolve) => (this.stop = resolve));
  }

  public get health(): Record<string, Health> {
    const checked = this.containers.filter(({ definition }) => definition.healthCheck);
    return Object.fromEntries(checked.map(({ name, health }) => [name, health]));
  }

  /** Begins to stop its containers, which ends `run`. */
  public end(): void {
    this.stop();
  }

  public async run(): Promise<void> {
    const path = this.role
      ? this.tools.credentials.add(this.role, clientsAs(this.role, this.id, this.tools.clients))
      : undefined;
    try {
      const running = this.prepareAndStart(path).then(async () => {
        await this.submit("RUNNING");
        await this.essentialEnds();
      });
      running.catch(() => undefined);
      await Promise.race([running, this.stopping]);
    } catch (error) {
      this.reason = error instanceof TaskFailure ? error.message : String(error);
    }
    await this.stopContainers();
    for (const volume of this.volumes.values()) await volume.remove();
    if (path) this.tools.credentials.remove(path);
    this.stopped = true;
    await this.submit("STOPPED");
  }

  private async prepareAndStart(credentialsPath: string | undefined): Promise<void> {
    const refused = refusalsOf(this.order.taskDefinition);
    if (refused.length > 0) throw new TaskFailure(`This host cannot do: ${refused.join(", ")}`);
    const prepared = await this.prepare();
    for (const { name = "", dockerVolumeConfiguration } of this.order.taskDefinition.volumes ?? []) {
      const options = dockerVolumeConfiguration?.driverOpts ?? {};
      this.volumes.set(name, await this.tools.runtime.createVolume(`ecs-${this.id}-${name}`, options));
    }
    await Promise.all(
      this.containers.map((container) =>
        this.startInOrder(container, prepared.get(container.name), credentialsPath).catch((error: Error) => {
          container.fail(error.message);
          if (container.essential) throw new TaskFailure("Task failed to start");
        }),
      ),
    );
  }

  /** Settings, secrets and images, before any container starts. */
  private async prepare(): Promise<Map<string, Prepared>> {
    const environments = await Promise.all(
      this.containers.map(({ name, definition }) =>
        environmentOf(definition, this.overrides.get(name), this.execution).catch((error: Error) => {
          throw new TaskFailure(error.message);
        }),
      ),
    );
    Object.assign(this.times, { pullStartedAt: new Date() });
    const images = await Promise.all(
      this.containers.map(async (container) => {
        try {
          const by = this.execution ?? this.tools.instanceClients;
          const image = await this.tools.pull(container.definition.image ?? "", by);
          container.digest = image.digest;
          return image;
        } catch (error) {
          container.fail((error as Error).message);
          if (container.essential) throw new TaskFailure((error as Error).message);
          return undefined;
        }
      }),
    );
    Object.assign(this.times, { pullStoppedAt: new Date() });
    return new Map(
      this.containers.flatMap(({ name }, index) => {
        const [environment, image] = [environments[index], images[index]];
        return environment && image ? [[name, { environment, image }] as const] : [];
      }),
    );
  }

  private async startInOrder(
    container: TaskContainer,
    prepared: Prepared | undefined,
    credentialsPath: string | undefined,
  ): Promise<void> {
    const { definition, name } = container;
    const timeout = definition.startTimeout;
    const conditions = Promise.all(
      container.dependencies.flatMap(({ on, condition }) => this.named(on)?.reaches(condition, name) ?? []),
    );
    await (timeout === undefined
      ? conditions
      : Promise.race([
          conditions,
          sleep(timeout * 1000 * this.tools.pace, undefined, { ref: false }).then(() => {
            throw new Error(
              `dependency graph: container ordering dependency for target [${name}] has timed out.`,
            );
          }),
        ]));
    if (!prepared) return;

    const links = (definition.links ?? []).map((link): [string, string] => {
      const [on = "", alias = on] = link.split(":");
      return [alias, this.named(on)?.address ?? ""];
    });
    const environment = {
      AWS_EXECUTION_ENV: "AWS_ECS_EC2",
      ...(credentialsPath ? { AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: credentialsPath } : {}),
      ...prepared.environment,
    };
    try {
      const description = describeContainer(definition, this.overrides.get(name), {
        image: prepared.image,
        environment,
        hosts: { ...this.tools.hosts(), ...Object.fromEntries(links) },
        files: this.tools.files,
        volumes: Object.fromEntries([...this.volumes].map(([volume, { source }]) => [volume, source])),
      });
      const log = this.logOf(container);
      await log?.begin();
      await container.start(description, log);
    } catch (error) {
      throw new Error(`CannotStartContainerError: Error response from daemon: ${(error as Error).message}`);
    }
  }

  private logOf({ definition: { logConfiguration }, name }: TaskContainer): AwsLogs | undefined {
    if (!logConfiguration) return undefined;
    const { instanceClients, logsAsExecutionRole, pace, warn } = this.tools;
    const clients = (logsAsExecutionRole ? this.execution : undefined) ?? instanceClients;
    const options = logConfiguration.options ?? {};
    return new AwsLogs({ options, container: name, taskId: this.id, clients, pace, warn });
  }

  private named(name: string): TaskContainer | undefined {
    return this.containers.find((each) => each.name === name);
  }

  /** Resolves when an essential container has ended, or all have. */
  private async essentialEnds(): Promise<void> {
    const essential = this.containers.filter((each) => each.essential).map(({ ended }) => ended);
    const others = this.containers.filter((each) => !each.essential);
    for (const each of others)
      void each.ended.then(() => (this.stopped ? undefined : this.submit("RUNNING")));
    await Promise.race([...essential, Promise.all(this.containers.map(({ ended }) => ended))]);
  }

  /** A container stops after those that depend on it ("Container dependency", Amazon ECS Developer Guide). */
  private async stopContainers(): Promise<void> {
    const stops = new Map<string, Promise<void>>();
    const stop = (container: TaskContainer): Promise<void> => {
      const known = stops.get(container.name);
      if (known) return known;
      const dependents = this.containers.filter((each) =>
        each.dependencies.some(({ on }) => on === container.name),
      );
      const stopped = Promise.all(dependents.map(stop)).then(() => container.stop());
      stops.set(container.name, stopped);
      return stopped;
    };
    await Promise.all(this.containers.map(stop));
  }

  private async submit(status: StateChange["status"]): Promise<void> {
    const change: StateChange = {
      status,
      containers: this.containers.map(({ state }) => state),
      ...this.times,
      ...(this.reason === undefined ? {} : { reason: this.reason }),
      ...(status === "STOPPED" ? { executionStoppedAt: new Date() } : {}),
    };
    await this.tools.controlPlane.submit(this.order.taskArn, change).catch((error: Error) => {
      this.tools.warn(`the state ${status} of the task ${this.id} was not accepted: ${error.message}`);
    });
  }
}
