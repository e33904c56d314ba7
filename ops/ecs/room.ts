import type { ContainerInstance } from "@aws-sdk/client-ecs";
import { lookAtHosts } from "./cluster";
import type { Operation } from "../cli/operation";
import type { Revision } from "./revision";

/** The memory that a task of a revision reserves on a host. */
function memoryOf({ content }: Revision): number {
  return (content.containerDefinitions ?? []).reduce(
    (sum, { memory, memoryReservation }) => sum + (memoryReservation ?? memory ?? 0),
    0,
  );
}

/** Why no host can run a task, e.g. `it needs 256 MiB, but no host has more than 96 MiB free`. */
export async function roomFor(
  operation: Operation,
  revision: Revision,
  reasons: readonly string[] = ["RESOURCE:MEMORY"],
): Promise<string> {
  if (!reasons.includes("RESOURCE:MEMORY")) return reasons.join(", ");
  const hosts = await lookAtHosts(operation);
  if (hosts.length === 0) return "no host has joined the cluster";
  const free = Math.max(...hosts.map(freeMemoryOf));
  return `it needs ${memoryOf(revision)} MiB, but no host has more than ${free} MiB free`;
}

const freeMemoryOf = ({ remainingResources = [] }: ContainerInstance) =>
  remainingResources.find(({ name }) => name === "MEMORY")?.integerValue ?? 0;
