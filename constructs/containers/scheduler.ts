import type { ContainerLog } from "./container-log";
import type { Application } from "./laravel-container";
import { isRunning, laravelContainer } from "./laravel-container";

/** The line that the image's `tick` logs when a run of the schedule has finished. */
export const SCHEDULER_RAN_LINE = "scheduler: ran the schedule";

/** The container of one run of the schedule, and its command. */
export const TICK = { name: "scheduler", command: ["tick"] };

export interface SchedulerContainerProps {
  readonly memoryMiB: number;
  readonly stopTimeoutSeconds: number;
  readonly log: ContainerLog;
}

/** The scheduler as a service: one container that runs the schedule at every full minute. */
export function schedulerContainer(application: Application, props: SchedulerContainerProps) {
  return laravelContainer(application, {
    name: "scheduler",
    command: ["scheduler"],
    ...props,
    healthCheck: isRunning("scheduler"),
  });
}

/** One run of the schedule, in a task that EventBridge Scheduler starts every minute. */
export function tickContainer(application: Application, props: SchedulerContainerProps) {
  return laravelContainer(application, {
    ...TICK,
    ...props,
  });
}
