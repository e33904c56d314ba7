import { z } from "zod";
import { LARGEST_INTEGER, LONGEST_RETENTION_SECONDS, MOST_TASKS } from "../../facts/count-limits";
import { memoryMiB } from "./fields";
import { webScaling, workerScaling } from "./scaling";

const container = z.strictObject({
  memoryMiB: memoryMiB.describe("A hard limit: the container is killed above it."),
});

export const web = z.strictObject({
  desiredCount: z.int().min(1).max(MOST_TASKS).default(1),
  scaling: webScaling.optional().describe("Default: none, there are always `desiredCount` tasks."),
  nginx: container.prefault({ memoryMiB: 64 }),
  app: container.prefault({ memoryMiB: 384 }),
  stopTimeoutSeconds: z
    .int()
    .min(2)
    .max(120)
    .default(60)
    .describe("From the stop signal to the kill, for requests in flight."),
  healthCheckGracePeriodSeconds: z
    .int()
    .min(1)
    .max(3_600)
    .default(120)
    .describe("How long a new task may fail the load balancer's health check while Laravel boots."),
});

export const queue = z.strictObject({
  fifo: z.boolean().default(false).describe("Strict order and no duplicates, at a tenth of the throughput."),
  visibilityTimeoutSeconds: z
    .int()
    .min(1)
    .max(43_200)
    .default(120)
    .describe("How long a job that was taken stays hidden. Longer than `worker.timeoutSeconds`."),
  maxReceiveCount: z
    .int()
    .min(1)
    .max(1_000)
    .default(5)
    .describe("How often a job is tried before it goes to the dead-letter queue."),
});

export const worker = z.strictObject({
  runs: z
    .enum(["sidecar", "service", "none"])
    .default("sidecar")
    .describe("Beside PHP-FPM in every web task, as a service of its own, or not at all. The queue stays."),
  desiredCount: z
    .int()
    .min(1)
    .max(MOST_TASKS)
    .default(1)
    .describe("How many, where it is a service of its own."),
  scaling: workerScaling
    .optional()
    .describe("Only where it is a service of its own. Default: none, there are always `desiredCount`."),
  memoryMiB: memoryMiB.default(160),
  timeoutSeconds: z.int().min(1).max(43_000).default(60).describe("A job that takes longer is killed."),
  stopTimeoutSeconds: z
    .int()
    .min(2)
    .max(43_000)
    .default(90)
    .describe("From the stop signal to the kill, for the job in hand. At least `timeoutSeconds`."),
  sleepSeconds: z
    .int()
    .min(0)
    .max(LONGEST_RETENTION_SECONDS)
    .default(3)
    .describe("How long a worker that found no job waits."),
  maxSeconds: z
    .int()
    .min(60)
    .max(LARGEST_INTEGER)
    .default(3_600)
    .describe("After which a worker ends and is started anew, so that no leak grows for ever."),
});

export const scheduler = z.strictObject({
  runs: z
    .enum(["service", "eventbridge", "none"])
    .default("service")
    .describe("One task that is always there, a task started every minute, or not at all."),
  memoryMiB: memoryMiB.default(160),
});

export const oneOffTask = z.strictObject({
  memoryMiB: memoryMiB.default(256).describe("The memory of a migration, kept free on the host."),
});
