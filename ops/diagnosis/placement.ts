import type { ContainerInstance, TaskDefinition } from "@aws-sdk/client-ecs";
import type { Environment } from "../../config/environment";
import { STOP_REASONS } from "../../facts/stop-reasons";
import type { Finding } from "./finding";
import type { Observations } from "./observations";
import { workloadOf } from "../ecs/arn";
import { memoryMiB, neededMiB } from "../ecs/room";
import type { DiagnosisRule } from "./rule";
import { eventsOf } from "./services";

/**
 * Tasks that no host can run, from the events of their services.
 *
 * No deployment fails because of this: ECS retries without a limit. Source: "Amazon ECS service event messages".
 */
export const unplacedServices: DiagnosisRule = (environment, seen) =>
  (seen.services ?? []).flatMap((service) => {
    const message = eventsOf(service).find((each) => each.includes("unable to place a task"));
    return message === undefined
      ? []
      : (whyUnplaced(environment, seen, service.serviceName ?? "", message, service.taskDefinition) ?? []);
  });

/** Tasks that RunTask did not start, although it answered 200. Source: "Amazon ECS API failure reasons". */
export const unplacedTasks: DiagnosisRule = (environment, seen) => {
  const [failure] = seen.failures ?? [];
  if (failure === undefined) return undefined;
  const message = `${failure.reason ?? ""} ${failure.detail ?? ""}`.trim();
  return whyUnplaced(environment, seen, seen.failedWorkload ?? "task", message);
};

function whyUnplaced(
  environment: Environment,
  seen: Observations,
  workload: string,
  message: string,
  taskDefinitionArn?: string,
): Finding | undefined {
  if (/No Container Instances were found|EMPTY CAPACITY PROVIDER/i.test(message)) return undefined; // The rule about hosts reports it.
  if (STOP_REASONS.noMemory.pattern.test(message)) {
    const definition = seen.taskDefinitions?.find((each) =>
      taskDefinitionArn
        ? each.taskDefinitionArn === taskDefinitionArn
        : workloadOf(environment, each.taskDefinitionArn) === workload,
    );
    return noMemory(environment, workload, message, definition, seen.hosts);
  }
  return {
    cause: "no-place",
    what: `${workload}: no host can run the task`,
    why: `${meaningOf(message)} ECS reports: ${message}`,
    next: "Compare what the task needs with what the hosts have. For another host, raise hosts.minimum and deploy the base stack.",
  };
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
        ? `${workload}: no host has enough free memory for another task`
        : `${workload}: needs ${needed} MiB, host has ${free} free`,
    why:
      registered === undefined
        ? `ECS reports: ${message}`
        : `The host has ${registered} MiB, and other tasks use the rest. ECS retries without a limit and does not roll back.`,
    next: `In environments/${environment}.ts lower the memory of the tasks, use a larger hosts.instanceType, or raise hosts.minimum. Then deploy the base stack and the service stack.`,
  };
}

function meaningOf(message: string): string {
  if (/CPU/i.test(message)) return "No host has enough free CPU units.";
  if (/\bports?\b/i.test(message)) return "A host port that the task needs is in use.";
  if (message.includes("AGENT")) return "The host's ECS agent is disconnected.";
  if (/ATTRIBUTE/i.test(message))
    return "No host has an attribute that the task needs, e.g. its processor architecture.";
  if (/capacity is unavailable/i.test(message)) return "AWS currently has no capacity of this kind.";
  return "";
}
