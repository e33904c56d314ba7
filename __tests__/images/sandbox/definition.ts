import { mkdirSync, mkdtempSync } from "node:fs";
import { join } from "node:path";
import type { ContainerDefinition, Volume } from "@aws-sdk/client-ecs";
import type { StackJson } from "../../helpers/stacks";
import { containers, settings } from "../../helpers/stacks";
import type { Aws } from "./aws";
import { readEnvironmentFile } from "../../../local/hosts/environment";
import { Container, until } from "./container";
import { volumeFolder } from "../../../local/containers/namespaces";
import { appImage, nginxImage, WORK } from "./image";
import type { Stack } from "./stack";

interface HealthCheck {
  readonly command: [kind: string, ...command: string[]];
  /** In seconds: ECS counts a check that takes longer as failed. */
  readonly timeout: number;
}

/** The part of a container definition that is used here. */
export interface Definition {
  readonly name: string;
  readonly image: string;
  readonly command?: string[];
  readonly environment?: { name: string; value: string }[];
  readonly environmentFiles?: { type: string; value: string }[];
  readonly secrets?: { name: string; valueFrom: string }[];
  readonly user: string;
  readonly memory: number;
  readonly stopTimeout: number;
  readonly links?: string[];
  readonly mountPoints?: { sourceVolume: string; containerPath: string }[];
  readonly healthCheck?: HealthCheck;
  readonly linuxParameters: { tmpfs: { containerPath: string; size: number; mountOptions: string[] }[] };
}

/** The options of every container here (run-container.sh), which its definition must have too. */
const SANDBOX = {
  readonlyRootFilesystem: true,
  dockerSecurityOptions: ["no-new-privileges"],
  linuxParameters: { initProcessEnabled: true, capabilities: { drop: ["ALL"] } },
};

/** Containers as the synthesized service stack defines them, on the images and with the database of a `Stack`, and SQS. */
export class Definitions {
  private readonly folder: string;

  constructor(
    private readonly stack: Stack,
    private readonly service: StackJson,
    private readonly aws?: Aws,
  ) {
    mkdirSync(join(WORK, "volumes"), { recursive: true });
    this.folder = mkdtempSync(join(WORK, "volumes", "task-"));
  }

  /** The containers of a workload for the embedded ECS, with settings and secrets as their environment. Their log is kept here. */
  public forEcs(role: string): ContainerDefinition[] {
    return containers(this.service, role).map((definition) => {
      const { image, ...given } = definition as unknown as Definition;
      const replaced = ["environmentFiles", "secrets", "logConfiguration"];
      const rest = Object.fromEntries(Object.entries(given).filter(([key]) => !replaced.includes(key)));
      const environment = Object.entries(this.environment(given)).map(([name, value]) => ({ name, value }));
      return { ...rest, image: image.includes("app-image") ? "app" : "nginx", environment };
    });
  }

  /** Starts a container of a workload's task definition, like ECS. `links` are the containers that it is linked with. */
  public start(role: string, name: string, links: Record<string, Container> = {}): DefinedContainer {
    const definition = containers(this.service, role).find((each) => each.name === name);
    if (definition === undefined) throw new Error(`the task ${role} has no container ${name}`);
    expect(definition).toMatchObject(SANDBOX);

    const {
      image,
      command,
      user,
      memory,
      linuxParameters,
      links: linked = [],
      mountPoints = [],
      ...rest
    } = definition as unknown as Definition;
    const isLaravel = image.includes("app-image");
    const container = new Container({
      name: `${role}-${name}`.slice(0, 15),
      image: isLaravel ? appImage() : nginxImage(),
      ...(command === undefined ? {} : { command }),
      environment: { ...this.environment(rest), ...this.aws?.environment },
      links: {
        ...this.stack.links,
        ...this.aws?.links,
        ...Object.fromEntries(linked.map((link) => [link, links[link]?.address ?? `no container ${link}`])),
      },
      files: isLaravel ? (this.aws?.files ?? {}) : {},
      user,
      memoryMiB: memory,
      volumes: Object.fromEntries(
        mountPoints.map(({ sourceVolume, containerPath }) => [
          containerPath,
          this.volume(role, sourceVolume),
        ]),
      ),
      tmpfs: linuxParameters.tmpfs.map(
        // By default Docker makes a tmpfs writable for every user.
        ({ containerPath, size, mountOptions }) =>
          `${containerPath}:mode=1777,size=${size}m,${mountOptions.join(",")}`,
      ),
    });
    return new DefinedContainer(container, definition as unknown as Definition);
  }

  /** The folder of a volume of a workload's task, which all its containers here share. */
  private volume(role: string, name: string): string {
    const volumes = volumesOf(this.service, role);
    const volume = volumes.find((each) => each.name === name);
    return volumeFolder(
      join(this.folder, `${role}-${name}`),
      volume?.dockerVolumeConfiguration?.driverOpts ?? {},
    );
  }

  /** In the order of precedence: the environment file, the environment of the definition, the secrets. */
  private environment({
    environment = [],
    environmentFiles = [],
    secrets = [],
  }: Pick<Definition, "environment" | "environmentFiles" | "secrets">): Record<string, string> {
    return {
      ...(environmentFiles.length > 0 ? readEnvironmentFile(this.environmentFile()) : {}),
      ...Object.fromEntries(environment.map(({ name, value }) => [name, this.resolve(value)])),
      ...Object.fromEntries(secrets.map(({ name, valueFrom }) => [name, this.resolve(valueFrom)])),
    };
  }

  /** The environment file as Terraform writes it. */
  private environmentFile(): string {
    return settings(this.service)
      .map((line) => `${this.resolve(line)}\n`)
      .join("");
  }

  /** The value of a reference of Terraform or ECS. */
  private resolve(text: string): string {
    const { DB_HOST = "", DB_PASSWORD = "", APP_KEY = "" } = this.stack.environment;
    const values: [RegExp, string][] = [
      [/outputs\.url$/, "http://api.example.com"],
      [/outputs\.databaseAddress$/, DB_HOST],
      [/outputs\.databasePasswordArn$/, DB_PASSWORD],
      [/outputs\.secretArns\.APP_KEY$/, APP_KEY],
      [/^aws_sqs_queue\.queue_jobs_\w+\.name$/, "api-production-jobs"],
    ];
    return text
      .replaceAll(/(?<!\$)\$\{([^}]+)\}/g, (_, reference: string) => {
        const value = values.find(([pattern]) => pattern.test(reference))?.[1];
        if (value === undefined) throw new Error(`what is ${reference}?`);
        return value;
      })
      .replaceAll("$${", "${")
      .replaceAll("%%{", "%{");
  }
}

/** The volumes of a workload's task, as ECS gets them. */
export function volumesOf(service: StackJson, role: string): Volume[] {
  const [, task] =
    Object.entries(service.resource.aws_ecs_task_definition ?? {}).find(([id]) =>
      id.startsWith(`${role}-task_`),
    ) ?? [];
  const volumes = (task?.volume ?? []) as {
    name: string;
    docker_volume_configuration: { scope: "task"; driver: string; driver_opts: Record<string, string> };
  }[];
  return volumes.map(({ name, docker_volume_configuration: { driver_opts, ...rest } }) => ({
    name,
    dockerVolumeConfiguration: { ...rest, driverOpts: driver_opts },
  }));
}

/** A running container, with the health check and the stop settings of its definition. */
export class DefinedContainer {
  constructor(
    public readonly container: Container,
    private readonly definition: Definition,
  ) {}

  public get output(): string {
    return this.container.stdout + this.container.stderr;
  }

  /** Whether its own health check passes, as ECS runs it. */
  public isHealthy(): boolean {
    const { healthCheck } = this.definition;
    if (healthCheck === undefined) throw new Error(`${this.definition.name} has no health check`);
    const [kind, ...command] = healthCheck.command;
    const check = kind === "CMD-SHELL" ? ["/bin/sh", "-c", ...command] : command;
    return this.container.exec("timeout", String(healthCheck.timeout), ...check).code === 0;
  }

  public healthy(): Promise<void> {
    const check = () => {
      if (this.isHealthy()) return true;
      throw new Error(`it said: ${this.container.stderr.slice(-1_000)}`);
    };
    return until(`${this.definition.name} is healthy`, check, 60);
  }

  /** By the image's stop signal, and how long it may take. */
  public async stop(): Promise<number | null> {
    expect(this.container.memory().oomKills).toBe(0);
    const { code } = await this.container.stop(this.definition.stopTimeout);
    return code;
  }

  public says(text: string, seconds = 30): Promise<void> {
    return until(`${this.definition.name} says "${text}"`, () => this.output.includes(text), seconds);
  }
}
