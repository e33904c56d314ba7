import type { Environment } from "../../config/environment";
import type { ContainerLog } from "./container-log";
import type { Application } from "./laravel-container";
import { isRunning, laravelContainer } from "./laravel-container";

/** Laravel asks for a restart above this share of the container's memory, before the kernel kills it. */
const MEMORY_SHARE = 0.8;

/**
 * A worker that ended, by its limits or by a fault, is started again if it has run for so long: the shortest that ECS
 * allows (Amazon ECS API, "ContainerRestartPolicy"). The image sees to it that it has (ADR 16).
 */
const RESTART_SECONDS = 60;

/** The container that works off the queue. */
export function workerContainer(application: Application, { worker }: Environment, log: ContainerLog) {
  return laravelContainer(application, {
    name: "worker",
    command: [
      "artisan",
      "queue:work",
      "sqs",
      `--sleep=${worker.sleepSeconds}`,
      // SQS counts instead (ADR 37).
      "--tries=0",
      `--timeout=${worker.timeoutSeconds}`,
      `--max-time=${worker.maxSeconds}`,
      `--memory=${Math.floor(worker.memoryMiB * MEMORY_SHARE)}`,
    ],
    memoryMiB: worker.memoryMiB,
    log,
    stopTimeoutSeconds: worker.stopTimeoutSeconds,
    healthCheck: isRunning("worker"),
  });
}

/** Beside the web containers: ECS starts it again by itself, and its end does not end theirs. */
export function workerSidecar(application: Application, environment: Environment, log: ContainerLog) {
  return {
    ...workerContainer(application, environment, log),
    essential: false,
    environment: [{ name: "RUN_AT_LEAST_SECONDS", value: String(RESTART_SECONDS) }],
    restartPolicy: { enabled: true, restartAttemptPeriod: RESTART_SECONDS },
  };
}
