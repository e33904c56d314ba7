import type { ContainerInstance, Resource, TaskDefinition } from "@aws-sdk/client-ecs";
import type { Environment } from "../../config/environment";
import type { Finding } from "./finding";
import type { Observations } from "./observations";
import { workloadOf } from "./rule";
import type { Rule } from "./rule";
import { eventsOf } from "./services";

/**
 * Tasks that found no host, from the events of their services.
 *
 * No deployment fails of this: ECS tries for ever. Source: "Amazon ECS service event messages".
 */
export const unplacedServices: Rule = (environment, seen) =>
  (seen.services ?? []).flatMap((service) => {
    const message = eventsOf(service).find((each) => each.includes("unable to place a task"));
    return message === undefined
      ? []
      : whyUnplaced(environment, seen, service.serviceName ?? "", message, service.taskDefinition);
  });

/** Tasks that RunTask did not start, though it answered 200. Source: "Amazon ECS API failure reasons". */
export const unplacedTasks: Rule = (environment, seen) => {
  const [failure] = seen.failures ?? [];
  return failure === undefined
    ? []
    : whyUnplaced(
        environment,
        seen,
        seen.failedRole ?? "task",
        `${failure.reason ?? ""} ${failure.detail ?? ""}`.trim(),
      );
};

function whyUnplaced(
  environment: Environment,
  seen: Observations,
  workload: string,
  message: string,
  taskDefinitionArn?: string,
): Finding[] {
  if (/No Container Instances were found|EMPTY CAPACITY PROVIDER/i.test(message)) return []; // The hosts' rule tells more.
  if (/insufficient memory|RESOURCE:MEMORY/i.test(message)) {
    const definition = seen.taskDefinitions?.find((each) =>
      taskDefinitionArn
        ? each.taskDefinitionArn === taskDefinitionArn
        : workloadOf(environment, each.taskDefinitionArn) === workload,
    );
    return [noMemory(environment, workload, message, definition, seen.hosts)];
  }
  return [
    {
      cause: "no-place",
      what: `${workload}: no host can take the task`,
      why: `${meaningOf(message)} ECS says: ${message}`,
      next: "Compare what the task asks for with the hosts; a further host: raise hosts.minimum and deploy base.",
    },
  ];
}

function noMemory(
  { environment }: Environment,
  workload: string,
  message: string,
  definition: TaskDefinition | undefined,
  hosts: readonly ContainerInstance[] | undefined,
): Finding {
  const needed = definition && neededMiB(definition);
  const free = hosts && Math.max(0, ...hosts.map(({ remainingResources }) => memoryMiB(remainingResources)));
  const registered =
    hosts && Math.max(0, ...hosts.map(({ registeredResources }) => memoryMiB(registeredResources)));
  return {
    cause: "no-memory",
    what:
      needed === undefined || free === undefined
        ? `${workload}: no host has the memory for another task`
        : `${workload}: needs ${needed} MiB, host has ${free} free`,
    why:
      registered === undefined
        ? `ECS says: ${message}`
        : `The host offers ${registered} MiB, and what runs on it takes the rest. ECS tries for ever; no rollback comes.`,
    next: `Lower the memory of the tasks, or raise hosts.instanceType or hosts.minimum in environments/${environment}.ts, and deploy.`,
  };
}

/** What ECS looks for on a host: of each container what it reserves, or its limit. */
const neededMiB = ({ memory, containerDefinitions = [] }: TaskDefinition) =>
  memory === undefined
    ? containerDefinitions.reduce((sum, each) => sum + (each.memoryReservation ?? each.memory ?? 0), 0)
    : Number(memory);

export const memoryMiB = (resources: readonly Resource[] = []) =>
  resources.find(({ name }) => name === "MEMORY")?.integerValue ?? 0;

function meaningOf(message: string): string {
  if (/CPU/i.test(message)) return "No host has the CPU units left that it asks for.";
  if (/\bports?\b/i.test(message)) return "A port it wants on the host is taken.";
  if (message.includes("AGENT")) return "The host's ECS agent is disconnected.";
  if (/ATTRIBUTE/i.test(message))
    return "No host has what the task demands, such as the processor's architecture.";
  if (/capacity is unavailable/i.test(message)) return "AWS has no capacity of that kind at the moment.";
  return "";
}
