import type { EnvironmentValues } from "../../../config/schema/schema";
import type { AlarmRules } from "./alarm-rule";
import type { Metric } from "./metric";
import { queueMetrics } from "./metric";

const FIVE_MINUTES = 300;

/** Longer than a deploy, the replacement of a host, or SQS's delay of up to a quarter of an hour (`DelaySeconds`). */
const QUARTER_OF_AN_HOUR = 900;

/** Letters that wait to be read. Who read them makes SQS count again; a queue nobody touches has no value, and is as full. */
const DEAD_LETTERS = {
  alarming: { atLeast: 1 },
  periods: 1,
  periodSeconds: FIVE_MINUTES,
  missing: "ignore",
} as const;

export interface QueueAlarmsProps {
  readonly worker: Pick<EnvironmentValues["worker"], "runs" | "timeoutSeconds">;
  readonly visibilityTimeoutSeconds: number;

  /** The names of the two queues. */
  readonly queues: { readonly jobs: string; readonly deadLetters: string };
}

export function queueAlarms({ worker, visibilityTimeoutSeconds, queues }: QueueAlarmsProps): AlarmRules {
  // A job in hand counts until it is done, and it is in hand for the visibility timeout at most.
  const oldestSeconds = QUARTER_OF_AN_HOUR + visibilityTimeoutSeconds;
  return {
    "failed-jobs": {
      says: "A job has failed for good and lies in the dead letters.",
      todo: `Look for its exception in the log of worker; once it is mended, send the jobs back: aws sqs start-message-move-task --source-arn <arn of ${queues.deadLetters}>. They are kept for 14 days.`,
      watches: queueMetrics(queues.deadLetters).waiting,
      ...DEAD_LETTERS,
    },
    "waiting-jobs": {
      says: `A job has waited for more than ${Math.round(oldestSeconds / 60)} minutes.`,
      todo:
        worker.runs === "none"
          ? "Nobody works here: worker.runs is none. Look whether whoever else takes the jobs does."
          : "Look at the log of worker: it has ended, a job is retried again and again, or there are more jobs than it can do; then more workers as a service of their own.",
      watches: queueMetrics(queues.jobs).oldestSeconds,
      alarming: { above: oldestSeconds },
      periods: 1,
      periodSeconds: FIVE_MINUTES,
      // An empty queue that nobody asks has no value.
      missing: "notBreaching",
    },
    ...(worker.runs === "none" ? {} : { "silent-worker": silentWorker(worker.timeoutSeconds, queues.jobs) }),
  };
}

/**
 * A worker that lives asks for jobs all the time, whether there are any or not. Nothing else tells of a sidecar that is
 * gone or hangs: it is not essential, so its task counts as healthy.
 */
function silentWorker(jobSeconds: number, jobs: string): AlarmRules[string] {
  const { taken, takenNone } = queueMetrics(jobs);
  // While every worker has a long job in hand, nobody asks either.
  const periods = Math.ceil((QUARTER_OF_AN_HOUR + jobSeconds) / FIVE_MINUTES);
  return {
    says: `For ${(periods * FIVE_MINUTES) / 60} minutes nobody has asked the queue for jobs: no worker is alive, or Laravel is in maintenance mode.`,
    todo: "Look at the end of the log of worker for why it ended. A new task brings a new worker: aws ecs update-service --force-new-deployment.",
    watches: {
      of: { taken, takenNone },
      as: { asked: "FILL(taken, 0) + FILL(takenNone, 0)" },
    },
    alarming: { below: 1 },
    periods,
    periodSeconds: FIVE_MINUTES,
    missing: "breaching",
  };
}

/** For as long as no run of the schedule has come to its end. */
export function schedulerAlarms(ran: Metric): AlarmRules {
  return {
    "silent-scheduler": {
      says: "For ten minutes no run of the schedule has come to its end.",
      todo: "Look at the log of scheduler for an error, and at the tasks of that family: one that finds no room on the host waits, one whose image cannot be pulled is stopped with the reason.",
      watches: ran,
      alarming: { below: 1 },
      periods: 2,
      periodSeconds: FIVE_MINUTES,
      // Silence is what it is about.
      missing: "breaching",
    },
  };
}

/** Starts that EventBridge gave up. */
export function scheduleAlarms(deadLetters: string): AlarmRules {
  return {
    "failed-schedule": {
      says: "EventBridge could not start the scheduler.",
      todo: `The reason is in the attributes of the messages: aws sqs receive-message --queue-url <url of ${deadLetters}> --message-attribute-names All. Mend it and purge the queue.`,
      watches: queueMetrics(deadLetters).waiting,
      ...DEAD_LETTERS,
    },
  };
}
