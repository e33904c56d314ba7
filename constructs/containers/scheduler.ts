import type { Environment } from "../../config/environment";
import type { ContainerLog } from "./container-log";
import type { Application } from "./laravel-container";
import { isRunning, laravelContainer } from "./laravel-container";

/** Scheduled commands in hand may take this long after the stop signal, the longest ECS allows on EC2's default. */
const STOP_SECONDS = 120;

/** What the image's `tick` writes when a run of the schedule has come to its end. */
export const RAN = "scheduler: ran the schedule";

/** The one scheduler: it runs the schedule at every full minute until it is stopped. */
export function schedulerContainer(application: Application, { scheduler }: Environment, log: ContainerLog) {
  return laravelContainer(application, {
    name: "scheduler",
    command: ["scheduler"],
    memoryMiB: scheduler.memoryMiB,
    log,
    stopTimeoutSeconds: STOP_SECONDS,
    healthCheck: isRunning("scheduler"),
  });
}

/** One run of the schedule, started from outside every minute. */
export function tickContainer(application: Application, { scheduler }: Environment, log: ContainerLog) {
  return laravelContainer(application, {
    name: "scheduler",
    command: ["tick"],
    memoryMiB: scheduler.memoryMiB,
    log,
    stopTimeoutSeconds: STOP_SECONDS,
  });
}
