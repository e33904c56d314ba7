import { z } from "zod";
import { LARGEST_STORAGE_GIB, SMALLEST_STORAGE_GIB } from "../../facts/storage-limits";
import { password } from "./secrets";

const username = z
  .string()
  .regex(
    /^[a-z][a-z0-9_]{0,15}$/,
    "1 to 16 lower-case letters, digits and underscores, beginning with a letter",
  );

const applicationUser = z.strictObject({
  username: username.default("application"),
  password: password.prefault({ source: "generated" }),
});

export const database = z.strictObject({
  instanceClass: z.string().regex(/^db\.[a-z0-9]+\.[a-z0-9]+$/, "an RDS instance class, like db.t4g.micro"),
  engineVersion: z
    .string()
    .regex(/^8\.4(\.\d+)?$/, "8.4 or a patch of it (MySQL 8.0 left standard support on 2026-07-31)")
    .default("8.4"),
  storageGiB: z
    .int()
    .min(SMALLEST_STORAGE_GIB)
    .max(LARGEST_STORAGE_GIB)
    .default(20)
    .describe("gp3 starts at 20 GiB."),
  maximumStorageGiB: z
    .int()
    .min(SMALLEST_STORAGE_GIB)
    .max(LARGEST_STORAGE_GIB)
    .default(100)
    .describe(
      "RDS grows the volume by itself up to here, at least a tenth more than `storageGiB`. The same as `storageGiB` is no" +
        " growth. A volume never shrinks.",
    ),
  multiAz: z
    .boolean()
    .default(false)
    .describe(
      "A standby in a second zone; doubles the instance's price. As every change of the instance, it comes with the next" +
        " maintenance window, and until then the plan shows it.",
    ),
  databaseName: z
    .string()
    .regex(
      /^[a-z][a-z0-9_]{0,63}$/,
      "1 to 64 lower-case letters, digits and underscores, beginning with a letter",
    )
    .default("laravel"),
  username: username.default("laravel"),
  password: password.prefault({ source: "generated" }),
  applicationUser: applicationUser
    .optional()
    .describe(
      "As whom the application connects: it may read and write rows, and migrations alone go on as `username`. The migration" +
        " task makes it, so migrate at once after the deploy that brings it. Default: none, everything is `username`.",
    ),
  backupRetentionDays: z.int().min(1).max(35).default(7),
  backupWindow: z
    .string()
    .default("17:00-17:30")
    .describe("UTC, daily, hh:mm-hh:mm. The default is 02:00 in Tokyo."),
  maintenanceWindow: z
    .string()
    .default("sat:18:00-sat:18:30")
    .describe("UTC, weekly, ddd:hh:mm-ddd:hh:mm, at least 30 minutes, outside the backup window."),
  deletionProtection: z.boolean().default(true),
  finalSnapshot: z
    .boolean()
    .default(true)
    .describe("Whether a last snapshot is taken when the database is destroyed."),
  slowQuerySeconds: z
    .int()
    .min(0)
    .max(3_600)
    .default(1)
    .describe("Statements slower than this go to the slow log."),
});
