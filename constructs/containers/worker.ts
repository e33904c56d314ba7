import type { EnvironmentValues } from "../../config/schema/schema";
import type { ContainerLog } from "./container-log";
import type { Application } from "./laravel-container";
import { isRunning, laravelContainer } from "./laravel-container";

/** Laravel restarts a worker above this share of the container's memory, before the kernel kills it. */
const MEMORY_SHARE = 0.8;

/**
 * ECS restarts a sidecar that has run for at least this long: the shortest time that ECS allows (Amazon ECS API,
 * "ContainerRestartPolicy"). The image makes sure that a worker runs for that long (ADR 11).
 */
const RESTART_SECONDS = 60;

type WorkerSettings = EnvironmentValues["worker"];

/** The container that processes the jobs of the queue. */
export function workerContainer(application: Application, worker: WorkerSettings, log: ContainerLog) {
  return laravelContainer(application, {
    name: "worker",
    command: [
      "artisan",
      "queue:work",
      "sqs",
      `--sleep=${worker.sleepSeconds}`,
      // SQS counts the attempts instead (ADR 27).
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

/** The worker as a container of the web task. ECS restarts it alone, and its exit does not stop the task. */
export function workerSidecar(application: Application, worker: WorkerSettings, log: ContainerLog) {
  return {
    ...workerContainer(application, worker, log),
    essential: false,
    environment: [{ name: "RUN_AT_LEAST_SECONDS", value: String(RESTART_SECONDS) }],
    restartPolicy: { enabled: true, restartAttemptPeriod: RESTART_SECONDS },
  };
}
