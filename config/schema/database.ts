import { z } from "zod";
import { COPIES } from "../../facts/copies";
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

const copies = z.strictObject({
  region: z
    .string()
    .describe(
      "Another region, e.g. `ap-northeast-3`. It gets a vault with the copies, and a key for them. With `account` it can be that of" +
        " the environment.",
    ),
  account: z
    .string()
    .regex(/^\d{12}$/, "the 12 digits of an AWS account")
    .optional()
    .describe(
      "Another account of the same organization, which keeps the copies if this one is taken over. The vault with the name of the" +
        " environment is created there first (docs/recover.md). Default: this account, with a vault of the base stack.",
    ),
  days: z
    .int()
    .min(COPIES.fewestDays)
    .max(COPIES.mostDays)
    .default(35)
    .describe("How long each copy is kept."),
});

export const database = z.strictObject({
  instanceClass: z.string().regex(/^db\.[a-z0-9]+\.[a-z0-9]+$/, "an RDS instance class, like db.t4g.micro"),
  engineVersion: z
    .string()
    .regex(/^8\.4(\.\d+)?$/, "8.4 or a patch of it (MySQL 8.0 left standard support on 2026-07-31)")
    .default("8.4")
    .describe(
      "`8.4`: RDS installs new patches in the maintenance window. One patch, e.g. `8.4.6`, switches that off: raise it yourself" +
        " for each security fix. A version cannot be lowered.",
    ),
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
      "RDS storage autoscaling grows the volume up to this size. At least 10 % more than `storageGiB`; the same as `storageGiB`" +
        " disables growth. A volume cannot shrink.",
    ),
  multiAz: z
    .boolean()
    .default(false)
    .describe(
      "A standby in a second zone, which doubles the price of the instance. Like every change of the instance it is applied in" +
        " the next maintenance window, and the plan shows it until then.",
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
      "The database user of the application. It can read and write rows; only migrations use `username`. The migration task" +
        " creates it, so migrate directly after the deployment that adds it. Default: none, everything uses `username`.",
    ),
  backupRetentionDays: z.int().min(1).max(35).default(7),
  backupWindow: z
    .string()
    .optional()
    .describe("UTC, daily, hh:mm-hh:mm. Default: 02:00 to 02:30 in the standard time of the region."),
  maintenanceWindow: z
    .string()
    .optional()
    .describe(
      "UTC, weekly, ddd:hh:mm-ddd:hh:mm, at least 30 minutes, outside the backup window. Default: Sunday 03:00 to 03:30 in the" +
        " standard time of the region.",
    ),
  deletionProtection: z.boolean().default(true),
  finalSnapshot: z
    .boolean()
    .default(true)
    .describe("Whether RDS takes a final snapshot when the database is destroyed."),
  releaseSnapshots: z
    .int()
    .min(1)
    .max(50)
    .optional()
    .describe(
      "How many of the snapshots that `ops deploy --snapshot` takes before a migration are kept. It also gives the deploy role the" +
        " rights to take and delete them. Default: 5 are kept, and only an operator can take them.",
    ),
  drill: z
    .boolean()
    .default(false)
    .describe(
      "Whether the workflow `drill` restores the newest backup every four weeks, with a role of its own, and an alarm starts when" +
        " that has not succeeded for 40 days.",
    ),
  copies: copies
    .optional()
    .describe(
      "A copy of the database in another region or account, each day, with an alarm when there was none for two days. The bucket of" +
        " `files` is copied too, if this project creates it. Default: none.",
    ),
  slowQuerySeconds: z
    .int()
    .min(0)
    .max(3_600)
    .default(1)
    .describe("Statements that take longer are written to the slow query log."),
});
