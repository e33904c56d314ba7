import type { ContainerDefinition, TaskOverride } from "@aws-sdk/client-ecs";
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { Simulated, type Behaviour } from "../../../local/containers/simulated";
import type { Runtime } from "../../../local/containers/runtime";
import { Agent } from "../../../local/hosts/agent";
import type { ControlPlane, Order, StateChange } from "../../../local/hosts/control-plane";
import { CredentialsEndpoint } from "../../../local/hosts/credentials-endpoint";
import { HostPorts } from "../../../local/hosts/ports";
import { clientsAs, type Clients } from "../../../local/hosts/roles";
import type { Pull, TaskTools } from "../../../local/hosts/task";
import { eventually } from "../../../local/processes";

export const ACCOUNT = "123456789012";
export const roleArn = (name: string) => `arn:aws:iam::${ACCOUNT}:role/${name}`;

export async function createRole(name: string, clients: Clients): Promise<void> {
  const trust = {
    Effect: "Allow",
    Principal: { Service: "ecs-tasks.amazonaws.com" },
    Action: "sts:AssumeRole",
  };
  const iam = new IAMClient(clients);
  await iam.send(
    new CreateRoleCommand({
      RoleName: name,
      AssumeRolePolicyDocument: JSON.stringify({ Version: "2012-10-17", Statement: [trust] }),
    }),
  );
  const everything = { Effect: "Allow", Action: "*", Resource: "*" };
  await iam.send(
    new PutRolePolicyCommand({
      RoleName: name,
      PolicyName: "everything",
      PolicyDocument: JSON.stringify({ Version: "2012-10-17", Statement: [everything] }),
    }),
  );
}

interface Ordered {
  readonly containers: readonly ContainerDefinition[];
  readonly overrides?: TaskOverride;
  readonly roles?: { readonly executionRoleArn?: string; readonly taskRoleArn?: string };
  readonly networkMode?: "bridge" | "host";
}

/** A control plane that orders what a test says, with an agent that follows it. */
export class ScriptedEcs implements ControlPlane {
  public readonly changes: StateChange[] = [];
  public readonly behaviours: Record<string, Behaviour> = {};
  public readonly warnings: string[] = [];
  public readonly credentials = new CredentialsEndpoint();
  public health: Record<string, string> = {};

  private orders: Order[] = [];
  private readonly agent: Agent;
  private readonly polling: Promise<void>;

  constructor(
    clients: Clients,
    { runtime, pull, ...tools }: Partial<TaskTools> & { runtime?: Runtime; pull?: Pull } = {},
  ) {
    this.agent = new Agent({
      controlPlane: this,
      credentials: this.credentials,
      clients,
      instanceClients: clientsAs(roleArn("instance"), "i-1", clients),
      runtime: runtime ?? new Simulated((image) => this.behaviours[image] ?? {}),
      pull:
        pull ?? ((reference) => Promise.resolve({ reference, rootfs: "", config: {}, digest: "sha256:1" })),
      ports: new HostPorts("127.0.0.1"),
      hosts: () => ({}),
      files: {},
      pace: 0.01,
      defaultStopSeconds: 30,
      logsAsExecutionRole: true,
      warn: (line) => this.warnings.push(line),
      ...tools,
    });
    this.polling = this.agent.run();
  }

  public poll(health: Record<string, Record<string, string>>) {
    this.health = Object.assign({}, ...Object.values(health)) as Record<string, string>;
    return Promise.resolve({ pace: 0.01, status: "ACTIVE", tasks: this.orders });
  }

  public submit(_: string, change: StateChange): Promise<void> {
    this.changes.push(change);
    return Promise.resolve();
  }

  public order({ containers, overrides = {}, roles = {}, networkMode = "bridge" }: Ordered): void {
    this.changes.length = 0;
    const containerDefinitions = containers.map((each) => ({ memory: 64, image: each.name ?? "", ...each }));
    const taskDefinition = { family: "shop", networkMode, ...roles, containerDefinitions };
    const taskArn = `arn:aws:ecs:eu-west-1:${ACCOUNT}:task/shop/${Math.random().toString(16).slice(2)}`;
    this.orders = [{ taskArn, desiredStatus: "RUNNING", taskDefinition, overrides }];
  }

  public get taskId(): string {
    return this.orders[0]?.taskArn.split("/").at(-1) ?? "";
  }

  public stopTask(): void {
    this.orders = this.orders.map((order) => ({ ...order, desiredStatus: "STOPPED" }));
  }

  public async reaches(status: StateChange["status"], seconds = 10): Promise<StateChange> {
    await eventually(() => this.changes.some((change) => change.status === status), seconds);
    const found = this.changes.findLast((change) => change.status === status);
    if (!found) throw new Error(`not ${status}: ${JSON.stringify([this.changes, this.warnings])}`);
    return found;
  }

  public async close(): Promise<void> {
    await this.agent.stop();
    await this.polling;
  }
}
