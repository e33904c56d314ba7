import {
  type ContainerStateChange,
  ECSClient,
  RegisterContainerInstanceCommand,
  SubmitTaskStateChangeCommand,
  type TaskDefinition,
  type TaskOverride,
} from "@aws-sdk/client-ecs";
import { registeredMemoryMiB } from "../../config/checks/capacity";
import type { Instance } from "./instance";
import type { RoleClients } from "./roles";

export type Health = "HEALTHY" | "UNHEALTHY" | "UNKNOWN";

/** A task that the control plane has placed on this host. */
export interface Order {
  readonly taskArn: string;
  readonly desiredStatus: "RUNNING" | "STOPPED";
  readonly taskDefinition: TaskDefinition;
  readonly overrides?: TaskOverride;
}

export interface Orders {
  readonly pace: number;
  readonly status: string;
  readonly tasks: readonly Order[];
}

export interface StateChange {
  readonly status: "PENDING" | "RUNNING" | "STOPPED";
  readonly reason?: string;
  readonly containers: ContainerStateChange[];
  readonly pullStartedAt?: Date;
  readonly pullStoppedAt?: Date;
  readonly executionStoppedAt?: Date;
}

/** The part of ECS that an agent talks to. */
export interface ControlPlane {
  poll(health: Record<string, Record<string, Health>>): Promise<Orders>;
  submit(taskArn: string, change: StateChange): Promise<void>;
}

const PORTS = ["22", "2375", "2376", "51678", "51679"];

/** Registers a host with its cluster. @throws Error if the cluster does not exist, or the role has no permission */
export async function join(
  cluster: string,
  reservedMemoryMiB: number,
  instance: Instance,
  clients: RoleClients,
): Promise<ControlPlane> {
  const { id, region, accountId, type, availabilityZone, architecture } = instance;
  const ecs = new ECSClient(clients);
  const identity = { instanceId: id, region, accountId, instanceType: type, availabilityZone };
  const { containerInstance } = await ecs.send(
    new RegisterContainerInstanceCommand({
      cluster,
      instanceIdentityDocument: JSON.stringify(identity),
      totalResources: [
        { name: "CPU", type: "INTEGER", integerValue: instance.vcpus * 1024 },
        {
          name: "MEMORY",
          type: "INTEGER",
          integerValue: registeredMemoryMiB(instance.memoryMiB) - reservedMemoryMiB,
        },
        { name: "PORTS", type: "STRINGSET", stringSetValue: PORTS },
        { name: "PORTS_UDP", type: "STRINGSET", stringSetValue: [] },
      ],
      attributes: [
        { name: "ecs.availability-zone", value: availabilityZone },
        { name: "ecs.instance-type", value: type },
        { name: "ecs.cpu-architecture", value: architecture },
        { name: "ecs.os-type", value: "linux" },
      ],
    }),
  );
  const arn = containerInstance?.containerInstanceArn ?? "";
  return {
    poll: async (health) => {
      const response = await fetch(`${clients.endpoint}/embedded-aws/agents/${arn.split("/").at(-1)}`, {
        method: "POST",
        body: JSON.stringify({ health }),
      });
      if (!response.ok) throw new Error(`ECS answers ${response.status}: ${await response.text()}`);
      return (await response.json()) as Orders;
    },
    submit: async (task, change) => {
      await ecs.send(new SubmitTaskStateChangeCommand({ cluster, task, ...change }));
    },
  };
}
