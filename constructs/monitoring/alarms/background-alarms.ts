import type { JobQueue } from "../../../config/queues";
import { endOf } from "../../../config/queues";
import type { WorkerGroup } from "../../../config/worker-groups";
import type { AlarmRules } from "./alarm-rule";
import type { Metric } from "./metric";
import { queueMetrics } from "./metric";

const FIVE_MINUTES = 300;

/** Longer than a deployment, the replacement of a host, or the longest delay of an SQS message (`DelaySeconds`). */
const QUARTER_OF_AN_HOUR = 900;

/**
 * A dead-letter queue that is not empty. SQS publishes no metrics of a queue that is not used for hours. It still holds its
 * messages then, so the alarm keeps its state.
 */
const DEAD_LETTERS = {
  threshold: { atLeast: 1 },
  periods: 1,
  periodSeconds: FIVE_MINUTES,
  treatMissingData: "ignore",
} as const;

/** A queue, and its names in SQS. */
export interface WatchedQueue extends Pick<JobQueue, "queue" | "visibilityTimeoutSeconds"> {
  readonly jobs: string;
  readonly deadLetters: string;
}

/** The workers of an environment, and its queues. */
export interface QueueAlarmsProps {
  readonly queues: readonly WatchedQueue[];
  readonly workers: readonly WorkerGroup[];
}

/** For every queue and every kind of worker. Horizon takes no jobs from SQS, and reports long waits itself. */
export const queueAlarms = ({ queues, workers }: QueueAlarmsProps): AlarmRules =>
  Object.assign(
    {},
    ...queues.map((queue) =>
      alarmsOf(
        queue,
        workers.filter((worker) => worker.queues.includes(queue.queue)),
      ),
    ),
    ...workers.filter(({ horizon }) => !horizon).map((worker) => silentWorker(worker, queues)),
  ) as AlarmRules;

function alarmsOf(queue: WatchedQueue, workers: readonly WorkerGroup[]): AlarmRules {
  // A job in flight counts until it is done, and it is in flight for the visibility timeout at most.
  const oldestSeconds = QUARTER_OF_AN_HOUR + queue.visibilityTimeoutSeconds;
  const end = endOf(queue);
  const of = end === "" ? "" : ` of ${queue.queue}`;
  const logs = workers.map(({ name }) => name).join(" and ") || "worker";
  return {
    [`failed-jobs${end}`]: {
      description: `A job${of} has used up its retries and is in the dead-letter queue.`,
      action: `Find its exception in the log of ${logs}. When the cause is fixed, send the jobs back: aws sqs start-message-move-task --source-arn <arn of ${queue.deadLetters}>. SQS keeps them for 14 days.`,
      metric: queueMetrics(queue.deadLetters).waiting,
      ...DEAD_LETTERS,
    },
    [`waiting-jobs${end}`]: {
      description: `A job${of} has been in the queue for more than ${Math.round(oldestSeconds / 60)} minutes.`,
      action: workers.some(({ horizon }) => horizon)
        ? "It was dispatched before the switch to Horizon, which does not process this queue. Run the artisan command queue:work sqs --stop-when-empty."
        : workers.length === 0
          ? "This environment has no worker: worker.runs is none. Check the workers outside it that process the jobs."
          : `Check the log of ${logs}. Either the worker has stopped, or a job is retried again and again, or there are more jobs than it can process. ${moreOf(workers)}`,
      metric: queueMetrics(queue.jobs).oldestSeconds,
      threshold: { above: oldestSeconds },
      periods: 1,
      periodSeconds: FIVE_MINUTES,
      // SQS publishes no value for an empty queue that is not polled.
      treatMissingData: "notBreaching",
    },
  };
}

const moreOf = (workers: readonly WorkerGroup[]) =>
  `For more workers set ${workers.map(({ path }) => `${path}.runs`).join(" or ")} to service and raise ${workers.map(({ path }) => `${path}.desiredCount`).join(" or ")}.`;

/**
 * A running worker polls the queue all the time, even if it is empty. Nothing else shows that a sidecar has stopped or
 * hangs: it is not essential, so its task counts as healthy.
 */
function silentWorker(worker: WorkerGroup, queues: readonly WatchedQueue[]): AlarmRules {
  // Of several queues it always polls the first, and the others only while that one is empty.
  const first = queues.find(({ queue }) => queue === worker.queues[0]);
  if (!first) return {};
  const { taken, takenNone } = queueMetrics(first.jobs);
  // A worker does not poll while it processes a long job.
  const periods = Math.ceil((QUARTER_OF_AN_HOUR + worker.timeoutSeconds) / FIVE_MINUTES);
  return {
    [`silent-${worker.name}`]: {
      description: `No worker has polled the queue${endOf(first) === "" ? "" : ` ${first.queue}`} for ${(periods * FIVE_MINUTES) / 60} minutes: no worker is running, or Laravel is in maintenance mode.`,
      action: `The end of the log of ${worker.name} shows why it stopped. To start a new one: aws ecs update-service --force-new-deployment.`,
      metric: {
        of: { taken, takenNone },
        as: { asked: "FILL(taken, 0) + FILL(takenNone, 0)" },
      },
      threshold: { below: 1 },
      periods,
      periodSeconds: FIVE_MINUTES,
      treatMissingData: "breaching",
    },
  };
}

/** For a scheduler that runs nothing, whatever the cause. */
export function schedulerAlarms(ran: Metric): AlarmRules {
  return {
    "silent-scheduler": {
      description: "No run of the schedule has finished for ten minutes.",
      action:
        "Check the log of scheduler for errors, and the tasks of its family: a task that does not fit on a host stays pending, and a task whose image cannot be pulled is stopped and shows the reason.",
      metric: ran,
      threshold: { below: 1 },
      periods: 2,
      periodSeconds: FIVE_MINUTES,
      // No data means that no run has finished.
      treatMissingData: "breaching",
    },
  };
}

/** For starts of the scheduler that EventBridge gave up. */
export function scheduleAlarms(deadLetters: string): AlarmRules {
  return {
    "failed-schedule": {
      description: "EventBridge could not start the scheduler.",
      action: `The attributes of the messages show the reason: aws sqs receive-message --queue-url <url of ${deadLetters}> --message-attribute-names All. Fix it, then purge the queue.`,
      metric: queueMetrics(deadLetters).waiting,
      ...DEAD_LETTERS,
    },
  };
}
