import type { KeyValuePair, Tag, Task, TaskDefinition } from "@aws-sdk/client-ecs";
import { AwsError } from "./protocols";
import type { Death, Scene } from "./scenes";
import { WorldService } from "./world-service";

/** How a one-off task ends, and what it prints. `looks` is how often it is looked at before. */
export interface Run {
  readonly exitCode: number;
  readonly log: readonly string[];
  readonly looks?: number;
}

export interface Image {
  readonly digest: string;
  readonly manifest: string;
  readonly mediaType: string;
  readonly tags: string[];
}

/** What there is in the played account. Tests put things into it, the services answer from it. */
export class World {
  public readonly families = new Map<string, { definition: TaskDefinition; tags: Tag[] }[]>();
  public readonly services = new Map<string, WorldService>();
  public readonly tasks = new Map<string, Task>();
  public readonly hosts: { id: string; registeredMiB: number; freeMiB: number }[] = [];
  public readonly parameters = new Map<string, string>();
  /** Of S3, by `bucket/key`. */
  public readonly objects = new Map<string, { body: string; etag: string; modified: Date }>();
  /** By repository. */
  public readonly images = new Map<string, Image[]>();
  /** Of CloudWatch Logs, by `group/stream`; the lines are one second apart. */
  public readonly logs = new Map<string, string[]>();
  public readonly roles = new Set<string>();

  /** How the next one-off tasks go, the first one first; those after them succeed at once. */
  public readonly runs: Run[] = [];

  /** Why RunTask starts nothing, as often as stated. */
  public readonly placementFailures: string[] = [];

  /** How each task goes on, by its id, and how often it was looked at. */
  private readonly courses = new Map<string, { readonly run: Run; looks: number }>();
  private count = 0;

  constructor(
    public readonly cluster: string,
    public readonly account = "123456789012",
    public readonly region = "ap-northeast-1",
  ) {}

  public arn(resource: string): string {
    return `arn:aws:ecs:${this.region}:${this.account}:${resource}`;
  }

  /** Registers the next revision of a family. */
  public register(definition: TaskDefinition, tags: Tag[]): TaskDefinition {
    const family = definition.family ?? "";
    const revisions = this.families.get(family) ?? [];
    const revision = revisions.length + 1;
    const registered: TaskDefinition = {
      ...definition,
      revision,
      status: "ACTIVE",
      taskDefinitionArn: this.arn(`task-definition/${family}:${revision}`),
      registeredAt: new Date(),
    };
    this.families.set(family, [...revisions, { definition: registered, tags }]);
    return registered;
  }

  /** A revision by ARN or `family:revision`, or the newest active one of a family. */
  public revision(name: string): { definition: TaskDefinition; tags: Tag[] } {
    const [family = "", number] = name.split("/").at(-1)?.split(":") ?? [];
    const revisions = this.families.get(family) ?? [];
    const found = number
      ? revisions[Number(number) - 1]
      : revisions.findLast(({ definition }) => definition.status === "ACTIVE");
    if (!found) throw new AwsError("ClientException", "Unable to describe task definition.");
    return found;
  }

  public service(name: string): WorldService {
    const service = this.services.get(name);
    if (!service) throw new AwsError("ServiceNotFoundException", "Service not found.");
    return service;
  }

  /** Lets a service exist, whose first deployment became healthy, or is still trying to. */
  public serve(name: string, { healthy = true }: { healthy?: boolean } = {}): WorldService {
    const { definition } = this.revision(`${this.cluster}-${name}`);
    const service = new WorldService(this, name, definition.taskDefinitionArn ?? "", healthy);
    this.services.set(name, service);
    return service;
  }

  /** How the next deployments of a service go. */
  public next(service: string, ...scenes: Scene[]): void {
    this.service(service).scenes.push(...scenes);
  }

  public startTask(taskDefinition: string, startedBy: string, environment: KeyValuePair[] = []): Task {
    const { definition } = this.revision(taskDefinition);
    const id = String(++this.count).padStart(32, "0");
    const task: Task = {
      taskArn: this.arn(`task/${this.cluster}/${id}`),
      taskDefinitionArn: definition.taskDefinitionArn,
      startedBy,
      group: `family:${definition.family}`,
      lastStatus: "PROVISIONING",
      desiredStatus: "RUNNING",
      createdAt: new Date(),
      overrides: { containerOverrides: [{ environment }] },
      containers: (definition.containerDefinitions ?? []).map(({ name, image }) => ({ name, image })),
    };
    const run = this.runs.shift() ?? { exitCode: 0, log: ["   INFO  Nothing to migrate."] };
    this.tasks.set(id, task);
    this.courses.set(id, { run, looks: 0 });
    return task;
  }

  /** A look at a one-off task, which carries it on. */
  public lookAt(id: string): Task | undefined {
    const [task, course] = [this.tasks.get(id), this.courses.get(id)];
    if (!task || !course || task.lastStatus === "STOPPED") return task;
    course.looks += 1;
    task.lastStatus = "RUNNING";
    this.write(task.taskDefinitionArn ?? "", id, course.run.log);
    if (course.looks > (course.run.looks ?? 1)) this.end(task, course.run.exitCode);
    return task;
  }

  /** A task of a service that ECS stopped. */
  public stopTask(taskDefinition: string, group: string, death: Death): void {
    const task = this.startTask(taskDefinition, "ecs-svc/1");
    const id = task.taskArn?.split("/").at(-1) ?? "";
    task.group = group;
    this.end(task, death.exitCode, death);
    this.write(taskDefinition, id, death.log ?? [], death.container);
  }

  private end(task: Task, exitCode: number | undefined, death?: Death): void {
    task.lastStatus = "STOPPED";
    task.desiredStatus = "STOPPED";
    task.stoppedAt = new Date();
    task.stopCode = (death?.stopCode ?? "EssentialContainerExited") as NonNullable<Task["stopCode"]>;
    task.stoppedReason = death?.stoppedReason ?? "Essential container in task exited";
    for (const container of task.containers ?? []) {
      if (death?.container && container.name !== death.container) continue;
      if (exitCode !== undefined) container.exitCode = exitCode;
      if (death?.reason) container.reason = death.reason;
    }
  }

  private write(taskDefinition: string, id: string, lines: readonly string[], container?: string): void {
    const { containerDefinitions = [] } = this.revision(taskDefinition).definition;
    const writer = container
      ? containerDefinitions.find(({ name }) => name === container)
      : containerDefinitions[0];
    const group = writer?.logConfiguration?.options?.["awslogs-group"];
    if (group && lines.length > 0) this.logs.set(`${group}/ecs/${writer.name}/${id}`, [...lines]);
  }
}
