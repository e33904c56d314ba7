import { z } from "zod";
import {
  LARGEST_INTEGER,
  LONGEST_RETENTION_SECONDS,
  MOST_CPU_UNITS,
  MOST_TASKS,
} from "../../facts/count-limits";

/** How the number of tasks follows the load. `desiredCount` is then the smallest number, and Terraform leaves it alone. */

export const webScaling = z.strictObject({
  maximum: z.int().min(2).max(MOST_TASKS).describe("The most web tasks; `web.desiredCount` is the fewest."),
  cpuUnits: z
    .int()
    .min(128)
    .max(MOST_CPU_UNITS)
    .default(512)
    .describe(
      "CPU kept free for each web task; 1024 are one vCPU. It may use more while its host has some left.",
    ),
  cpuPercent: z
    .int()
    .min(10)
    .max(90)
    .default(60)
    .describe("The share of `cpuUnits`, averaged over the tasks, that tasks are added or removed to keep."),
  requestsPerTaskPerMinute: z
    .int()
    .min(1)
    .max(LARGEST_INTEGER)
    .optional()
    .describe("The requests per minute and task to keep as well. Default: only CPU counts."),
});

export const workerScaling = z.strictObject({
  maximum: z.int().min(2).max(MOST_TASKS).describe("The most workers; `worker.desiredCount` is the fewest."),
  waitSeconds: z
    .int()
    .min(60)
    .max(LONGEST_RETENTION_SECONDS)
    .default(300)
    .describe(
      "How old the oldest job may get before a worker is added. Longer than `worker.timeoutSeconds`: a job in hand ages too.",
    ),
});
