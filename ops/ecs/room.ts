import type { Resource, TaskDefinition } from "@aws-sdk/client-ecs";
import { lookAtHosts } from "./cluster";
import type { Operation } from "../cli/operation";
import type { Revision } from "./revision";

/** The memory that ECS needs on a host: the sum of the containers' reservations, or of their limits. */
export const neededMiB = ({ memory, containerDefinitions = [] }: TaskDefinition) =>
  memory === undefined
    ? containerDefinitions.reduce((sum, each) => sum + (each.memoryReservation ?? each.memory ?? 0), 0)
    : Number(memory);

/** The memory among the resources of a host: the registered or the remaining ones. */
export const memoryMiB = (resources: readonly Resource[] = []) =>
  resources.find(({ name }) => name === "MEMORY")?.integerValue ?? 0;

/** Why no host has room for a task, e.g. `it needs 256 MiB, but no host has more than 96 MiB free`. */
export async function roomFor(operation: Operation, revision: Revision): Promise<string> {
  const hosts = await lookAtHosts(operation);
  if (hosts.length === 0) return "no host has joined the cluster";
  const free = Math.max(...hosts.map(({ remainingResources }) => memoryMiB(remainingResources)));
  return `it needs ${neededMiB(revision.content)} MiB, but no host has more than ${free} MiB free`;
}
