import { z } from "zod";
import {
  LARGEST_INTEGER,
  LONGEST_RETENTION_SECONDS,
  LONGEST_WAIT_SECONDS,
  MOST_TASKS,
} from "../../facts/count-limits";
import { DEFAULT_REQUEST_SECONDS, DEFAULT_UPLOAD_MIB } from "../../facts/requests";
import { lowerCaseName, memoryMiB } from "./fields";
import { DEFAULT_QUEUE, queueName } from "./queues";
import { webScaling, workerScaling } from "./scaling";

/** A task has at most ten containers ("Amazon ECS service quotas"); the others are nginx, PHP-FPM and the workers of `worker`. */
const MOST_MORE_WORKERS = 7;

const container = (fallback: string) =>
  z
    .strictObject({
      memoryMiB: memoryMiB
        .optional()
        .describe(`A hard limit: the container is killed above it. Default: ${fallback}.`),
    })
    .prefault({});

export const web = z.strictObject({
  desiredCount: z.int().min(1).max(MOST_TASKS).default(1),
  scaling: webScaling.optional().describe("Default: none, there are always `desiredCount` tasks."),
  maximumUploadMiB: z
    .int()
    .min(1)
    .max(1_024)
    .default(DEFAULT_UPLOAD_MIB)
    .describe(
      "The largest file that a request may send, and 1 MiB for the rest of its form. The limits of nginx and PHP follow from it," +
        " and memory for four uploads at once. Let browsers send larger files to S3 (`files`).",
    ),
  requestSeconds: z
    .int()
    .min(5)
    .max(LONGEST_WAIT_SECONDS)
    .default(DEFAULT_REQUEST_SECONDS)
    .describe(
      "How long a request or a stream may take. nginx, PHP-FPM and the load balancer wait so long, and a deployment for requests" +
        " in flight. A client that takes a large response slowly occupies a worker for as long.",
    ),
  nginx: container("64, and 4 for each MiB of `maximumUploadMiB` above 10"),
  app: container("384, and 4 for each MiB of `maximumUploadMiB` above 10"),
  stopTimeoutSeconds: z
    .int()
    .min(2)
    .max(LONGEST_WAIT_SECONDS + 5)
    .optional()
    .describe(
      "From the stop signal to the kill, for requests in flight. Default: 5 more than `requestSeconds`.",
    ),
  healthCheckGracePeriodSeconds: z
    .int()
    .min(1)
    .max(3_600)
    .default(120)
    .describe("How long failed health checks of the load balancer are ignored while a new task starts."),
});

const workerFields = {
  desiredCount: z
    .int()
    .min(1)
    .max(MOST_TASKS)
    .default(1)
    .describe("The number of workers, if they are a service of their own."),
  scaling: workerScaling
    .optional()
    .describe("Only for a service of their own. Default: none, there are always `desiredCount` workers."),
  queues: z
    .array(queueName)
    .min(1)
    .default([DEFAULT_QUEUE])
    .describe(
      "Whose jobs it processes, the most urgent first: `default` is `queue`, the others are names of `queues`.",
    ),
  memoryMiB: memoryMiB.default(160),
  timeoutSeconds: z.int().min(1).max(43_000).default(60).describe("A job that takes longer is killed."),
  stopTimeoutSeconds: z
    .int()
    .min(2)
    .max(43_000)
    .default(90)
    .describe("From the stop signal to the kill, for the job in progress. At least `timeoutSeconds`."),
  sleepSeconds: z
    .int()
    .min(0)
    .max(LONGEST_RETENTION_SECONDS)
    .default(3)
    .describe("How long a worker waits when its queues are empty."),
  maxSeconds: z
    .int()
    .min(60)
    .max(LARGEST_INTEGER)
    .default(3_600)
    .describe("How long a worker runs before it is restarted, so that a memory leak stays small."),
};

export const worker = z.strictObject({
  runs: z
    .enum(["sidecar", "service", "horizon", "none"])
    .default("sidecar")
    .describe(
      "In every web task, as a service of its own, as Laravel Horizon with jobs in the Valkey of `cache`, or not at all. The queue in SQS" +
        " exists in any case.",
    ),
  ...workerFields,
});

/** More workers, for other queues or with other limits. */
export const workers = z
  .array(
    z.strictObject({
      name: lowerCaseName(20).describe("`emails` is the container and the service `worker_emails`."),
      runs: z
        .enum(["sidecar", "service"])
        .default("service")
        .describe("As a service of their own, or in every web task."),
      ...workerFields,
      queues: z.array(queueName).min(1).describe("Whose jobs they process, the most urgent first."),
    }),
  )
  .max(MOST_MORE_WORKERS);

export const scheduler = z.strictObject({
  runs: z
    .enum(["service", "eventbridge", "none"])
    .default("service")
    .describe("One task that runs all the time, one task started every minute, or not at all."),
  memoryMiB: memoryMiB.default(160),
  stopTimeoutSeconds: z
    .int()
    .min(2)
    .max(LONGEST_WAIT_SECONDS)
    .default(120)
    .describe(
      "From the stop signal to the kill, for the runs in progress. A deployment waits for them, and starts no run meanwhile.",
    ),
});

export const oneOffTask = z.strictObject({
  memoryMiB: memoryMiB.default(256).describe("The memory of a migration, reserved on the host."),
});
