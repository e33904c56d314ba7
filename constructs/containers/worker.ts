import { DEFAULT_QUEUE } from "../../config/schema/queues";
import type { WorkerGroup } from "../../config/worker-groups";
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

export interface WorkerProps {
  readonly group: WorkerGroup;
  readonly log: ContainerLog;

  /** Of the default queue, whose name Laravel would not find. */
  readonly defaultQueueUrl: string;
}

/** The container that processes the jobs of its queues. Horizon reads everything else from the application's config/horizon.php. */
export function workerContainer(application: Application, { group: worker, log, ...props }: WorkerProps) {
  return laravelContainer(application, {
    name: worker.name,
    command: worker.horizon ? ["artisan", "horizon"] : queueWork(worker, props.defaultQueueUrl),
    memoryMiB: worker.memoryMiB,
    log,
    stopTimeoutSeconds: worker.stopTimeoutSeconds,
    healthCheck: isRunning(worker.horizon ? "horizon" : "worker"),
  });
}

const queueWork = (worker: WorkerGroup, defaultQueueUrl: string) => [
  "artisan",
  "queue:work",
  "sqs",
  ...queueOption(worker.queues, defaultQueueUrl),
  `--sleep=${worker.sleepSeconds}`,
  // SQS counts the attempts instead (ADR 27).
  "--tries=0",
  `--timeout=${worker.timeoutSeconds}`,
  `--max-time=${worker.maxSeconds}`,
  `--memory=${Math.floor(worker.memoryMiB * MEMORY_SHARE)}`,
];

/** Laravel's own choice is the default queue alone. */
const queueOption = (queues: readonly string[], defaultQueueUrl: string) =>
  queues.length === 1 && queues[0] === DEFAULT_QUEUE
    ? []
    : [`--queue=${queues.map((queue) => (queue === DEFAULT_QUEUE ? defaultQueueUrl : queue)).join(",")}`];

/** The worker as a container of the web task. ECS restarts it alone, and its exit does not stop the task. */
export function workerSidecar(application: Application, props: WorkerProps) {
  return {
    ...workerContainer(application, props),
    essential: false,
    environment: [{ name: "RUN_AT_LEAST_SECONDS", value: String(RESTART_SECONDS) }],
    restartPolicy: { enabled: true, restartAttemptPeriod: RESTART_SECONDS },
  };
}
