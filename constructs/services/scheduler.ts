import type { Construct } from "constructs";
import type { EnvironmentValues } from "../../config/schema/schema";
import type { ContainerLog } from "../containers/container-log";
import { schedulerContainer, tickContainer } from "../containers/scheduler";
import { MinutelySchedule } from "./minutely-schedule";
import type { Runtime } from "./runtime";
import { service, taskDefinition } from "./runtime";

export interface SchedulerProps {
  readonly settings: EnvironmentValues["scheduler"];
  readonly log: ContainerLog;
  readonly accountId: string;
}

/**
 * The scheduler in the way that the environment chooses: one task that always runs, or a task that EventBridge Scheduler
 * starts every minute. It is created in the scope of the stack. Returns the schedule of EventBridge, if there is one.
 *
 * A change from one way to the other never runs a minute twice: both use the same task definition, which the change replaces,
 * so Terraform deletes the old one's service or schedule before it creates the new one's. The minutes in between are not run.
 */
export function scheduler(
  scope: Construct,
  runtime: Runtime,
  { settings, log, accountId }: SchedulerProps,
): MinutelySchedule | undefined {
  const { name, names, application, capacity, roles } = runtime;
  const { memoryMiB, stopTimeoutSeconds } = settings;
  const container = { memoryMiB, stopTimeoutSeconds, log };

  if (settings.runs === "service") {
    service(scope, runtime, "scheduler", [schedulerContainer(application, container)], {
      desiredCount: 1,
      scaled: false,
      replace: "one-at-a-time",
    });
  }
  if (settings.runs !== "eventbridge") return undefined;

  return new MinutelySchedule(scope, "schedule", {
    name,
    names,
    accountId,
    capacity,
    taskDefinition: taskDefinition(scope, runtime, "scheduler", [tickContainer(application, container)]),
    roles,
  });
}
