import {
  CloudWatchLogsClient,
  CreateLogStreamCommand,
  PutLogEventsCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import type { ContainerDefinition, NetworkBinding, TaskDefinition } from "@aws-sdk/client-ecs";
import {
  ECSClient,
  RegisterContainerInstanceCommand,
  SubmitTaskStateChangeCommand,
} from "@aws-sdk/client-ecs";
import type { clientsOf } from "../../../local/account";

/** What the containers of a task do. */
export interface Behaviour {
  /** They end by themselves with this exit code. @default they run until they are stopped */
  readonly exits?: number;
  /** After so many milliseconds. @default 0 */
  readonly lasts?: number;
  /** They never start, for this reason. */
  readonly fails?: string;
  /** The container that causes it; the others are stopped because of it. @default each of them */
  readonly container?: string;
  /** What that container writes to its log stream when it starts. */
  readonly log?: readonly string[];
  /** Of the container's health check. @default "HEALTHY" */
  readonly health?: "HEALTHY" | "UNHEALTHY" | "UNKNOWN";
  /** The only task with this health. @default every task of the image */
  readonly of?: string;
  /** Of the load balancer's health check. @default "healthy" */
  readonly target?: "healthy" | "unhealthy" | "initial";
}

interface Order {
  readonly taskArn: string;
  readonly desiredStatus: "RUNNING" | "STOPPED";
  readonly taskDefinition: TaskDefinition;
}

interface Running {
  readonly order: Order;
  readonly bindings: NetworkBinding[];
  readonly since: number;
}

let nextPort = 32_768;

/** A host whose containers do what a script says of their images. It also plays the load balancer, for one target group. */
export class Agent {
  public id = "";
  public arn = "";
  private readonly ecs: ECSClient;
  private readonly logs: CloudWatchLogsClient;
  private readonly running = new Map<string, Running>();
  private polling?: Promise<void>;
  private reported = "";
  private stopped = false;

  constructor(
    private readonly clients: ReturnType<typeof clientsOf>,
    public readonly cluster: string,
    public readonly instanceId: string,
    private readonly script: (definition: TaskDefinition) => Behaviour = () => ({}),
    private readonly targetGroup?: string,
  ) {
    this.ecs = new ECSClient(clients);
    this.logs = new CloudWatchLogsClient(clients);
  }

  public async register(memory = 1_000): Promise<this> {
    const { containerInstance } = await this.ecs.send(
      new RegisterContainerInstanceCommand({
        cluster: this.cluster,
        instanceIdentityDocument: JSON.stringify({ instanceId: this.instanceId }),
        totalResources: [
          { name: "CPU", type: "INTEGER", integerValue: 2_048 },
          { name: "MEMORY", type: "INTEGER", integerValue: memory },
          { name: "PORTS", type: "STRINGSET", stringSetValue: ["22"] },
          { name: "PORTS_UDP", type: "STRINGSET", stringSetValue: [] },
        ],
        attributes: [{ name: "ecs.availability-zone", value: "ap-northeast-1a" }],
      }),
    );
    this.arn = containerInstance?.containerInstanceArn ?? "";
    this.id = this.arn.split("/").at(-1) ?? "";
    this.polling = this.poll();
    return this;
  }

  /** The same host with the same containers in a copy of its AWS. Returns when the host is connected. */
  public async copied(clients: Agent["clients"], script: Agent["script"]): Promise<Agent> {
    const copy = new Agent(clients, this.cluster, this.instanceId, script, this.targetGroup);
    copy.id = this.id;
    copy.arn = this.arn;
    for (const [arn, running] of this.running) copy.running.set(arn, running);
    await copy.look();
    copy.polling = copy.poll();
    return copy;
  }

  /** Loses its connection, without a word to ECS. */
  public async stop(): Promise<void> {
    this.stopped = true;
    await this.polling;
  }

  private async poll(): Promise<void> {
    while (!this.stopped) {
      await this.look();
      await new Promise((resolve) => setTimeout(resolve, 40));
    }
  }

  private async look(): Promise<void> {
    const health = Object.fromEntries([...this.running.values()].map((each) => this.healthOf(each)));
    const answer = await this.ask("POST", `agents/${this.id}`, { health });
    const { tasks = [] } = (answer.ok ? await answer.json() : {}) as { tasks?: Order[] };
    await Promise.all(tasks.map((order) => this.follow(order)));
    if (this.targetGroup) await this.reportTargets(this.targetGroup);
  }

  private async follow(order: Order): Promise<void> {
    const { exits, lasts = 0, fails } = this.script(order.taskDefinition);
    if (order.desiredStatus === "STOPPED") return this.submit(order, "STOPPED", () => ({ exitCode: 143 }));
    const known = this.running.get(order.taskArn);
    if (!known && fails)
      return this.submit(order, "STOPPED", (isCause) => (isCause ? { reason: fails } : {}));
    const { since } = known ?? (await this.start(order));
    if (exits === undefined || Date.now() - since < lasts) return;
    await this.submit(order, "STOPPED", (isCause) => ({ exitCode: isCause ? exits : 0 }));
  }

  private async start(order: Order): Promise<Running> {
    const { container: writer, log = [], exits, lasts = 0 } = this.script(order.taskDefinition);
    const containers = order.taskDefinition.containerDefinitions ?? [];
    const bindings = (containers[0]?.portMappings ?? []).map(({ containerPort }) => ({
      containerPort,
      hostPort: nextPort++,
      protocol: "tcp" as const,
    }));
    const running = { order, bindings, since: Date.now() };
    this.running.set(order.taskArn, running);
    const written = containers.filter(({ name }) => writer === undefined || writer === name);
    if (log.length > 0) await Promise.all(written.map((each) => this.write(order, each, log)));
    // A busy machine would let one that ends at once look as if it ran for a while, at the pace of these tests.
    const endsAtOnce = exits !== undefined && lasts === 0;
    if (!endsAtOnce) await this.submit(order, "RUNNING", () => ({ networkBindings: bindings }));
    return running;
  }

  private async write(
    { taskArn }: Order,
    { name, logConfiguration }: ContainerDefinition,
    lines: readonly string[],
  ): Promise<void> {
    const { "awslogs-group": logGroupName, "awslogs-stream-prefix": prefix } =
      logConfiguration?.options ?? {};
    const stream = { logGroupName, logStreamName: `${prefix}/${name}/${taskArn.split("/").at(-1)}` };
    await this.logs.send(new CreateLogStreamCommand(stream));
    const logEvents = lines.map((message) => ({ message, timestamp: Date.now() }));
    await this.logs.send(new PutLogEventsCommand({ ...stream, logEvents }));
  }

  private async submit(order: Order, status: string, changeOf: (isCause: boolean) => object): Promise<void> {
    if (status === "STOPPED") this.running.delete(order.taskArn);
    const { container: cause } = this.script(order.taskDefinition);
    const containers = order.taskDefinition.containerDefinitions?.map(({ name }) => ({
      containerName: name,
      status,
      ...changeOf(cause === undefined || cause === name),
    }));
    await this.ecs.send(
      new SubmitTaskStateChangeCommand({ cluster: this.cluster, task: order.taskArn, status, containers }),
    );
  }

  private healthOf({ order }: Running): [string, Record<string, string>] {
    const { health: scripted = "HEALTHY", of } = this.script(order.taskDefinition);
    const health = of === undefined || of === order.taskArn ? scripted : "HEALTHY";
    const names = (order.taskDefinition.containerDefinitions ?? []).map(({ name = "" }) => name);
    return [order.taskArn.split("/").at(-1) ?? "", Object.fromEntries(names.map((name) => [name, health]))];
  }

  private async reportTargets(group: string): Promise<void> {
    const reports = [...this.running.values()].flatMap(({ order, bindings }) =>
      bindings.map(({ hostPort }) => ({
        id: this.instanceId,
        port: hostPort,
        state: this.script(order.taskDefinition).target ?? "healthy",
      })),
    );
    const reported = JSON.stringify(reports);
    if (reported === this.reported) return;
    this.reported = reported;
    await this.ask("PUT", "target-health", { [group]: reports });
  }

  private ask(method: string, question: string, body: object): Promise<Response> {
    return fetch(`${this.clients.endpoint}/embedded-aws/${question}`, {
      method,
      body: JSON.stringify(body),
    });
  }
}
