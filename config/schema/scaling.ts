import { z } from "zod";
import {
  LARGEST_INTEGER,
  LONGEST_RETENTION_SECONDS,
  MOST_CPU_UNITS,
  MOST_TASKS,
} from "../../facts/count-limits";

/** Service auto scaling. `desiredCount` is then the minimum, and Terraform ignores changes of it. */

export const webScaling = z.strictObject({
  maximum: z.int().min(2).max(MOST_TASKS).describe("The most web tasks; `web.desiredCount` is the fewest."),
  cpuUnits: z
    .int()
    .min(128)
    .max(MOST_CPU_UNITS)
    .default(512)
    .describe(
      "CPU units reserved for each web task; 1024 are one vCPU. A task can use more while its host has CPU to spare.",
    ),
  cpuPercent: z
    .int()
    .min(10)
    .max(90)
    .default(60)
    .describe("The target for the average use of `cpuUnits`: tasks are added above it and removed below it."),
  requestsPerTaskPerMinute: z
    .int()
    .min(1)
    .max(LARGEST_INTEGER)
    .optional()
    .describe("A second target, for the requests per minute and task. Default: scaling on CPU only."),
});

export const workerScaling = z.strictObject({
  maximum: z.int().min(2).max(MOST_TASKS).describe("The most workers; `desiredCount` is the fewest."),
  waitSeconds: z
    .int()
    .min(60)
    .max(LONGEST_RETENTION_SECONDS)
    .default(300)
    .describe(
      "How old the oldest job may get before a worker is added. Longer than `timeoutSeconds`: a job that is being processed ages too.",
    ),
});
