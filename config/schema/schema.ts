import { z } from "zod";
import { LARGEST_INTEGER } from "../../facts/count-limits";
import { LOG_RETENTION_DAYS } from "../../facts/log-retention";
import { alarms } from "./alarms";
import { cache } from "./cache";
import { ci } from "./ci";
import { database } from "./database";
import { lowerCaseName, settingName } from "./fields";
import { files } from "./files";
import { hosts } from "./hosts";
import { mail } from "./mail";
import { domain, loadBalancer, network } from "./network";
import { permissions } from "./permissions";
import { queue, queues } from "./queues";
import { secret } from "./secrets";
import { slack } from "./slack";
import { oneOffTask, scheduler, web, worker, workers } from "./tasks";

/**
 * What may differ between environments: names, sizes, switches. Everything else is the same for all environments and is
 * defined in the constructs.
 *
 * The types, the defaults and the documentation of every field come from here. Rules that look at more than
 * one field are in `checks/`.
 */

const logs = z.strictObject({
  retentionDays: z
    .literal([...LOG_RETENTION_DAYS])
    .default(30)
    .describe("One of the retention periods of CloudWatch Logs."),
  accessLogDays: z.int().min(1).max(LARGEST_INTEGER).default(90),
});

/** A cheap choice that production refuses unless it is named in `acceptedRisks`. */
export const RISKS = [
  "plain-http",
  "spot-hosts",
  "single-az-database",
  "single-az-cache",
  "no-deletion-protection",
  "no-final-snapshot",
  "short-backups",
  "short-logs",
  "no-alarms",
  "shell-access",
  "container-files",
] as const;

export const environmentSchema = z.strictObject({
  application: lowerCaseName(20).describe(
    "The name of the application, e.g. `api`. Every physical name begins with it.",
  ),
  environment: lowerCaseName(20).describe("The name of the environment, e.g. `production`."),
  production: z
    .boolean()
    .describe("Whether customers depend on it. Cheap choices must then be named in `acceptedRisks`."),
  acceptedRisks: z.array(z.enum(RISKS)).default([]),
  accountId: z
    .string()
    .regex(/^\d{12}$/, "the 12 digits of an AWS account")
    .describe("The only account where these stacks can be deployed."),
  region: z.string().describe("The AWS region of all resources, e.g. ap-northeast-1."),
  availabilityZones: z.array(z.string()).describe("Two or more, e.g. ap-northeast-1a and ap-northeast-1c."),
  stateBucket: z
    .string()
    .optional()
    .describe(
      "The S3 bucket of the Terraform state. Default: <application>-terraform-state-<accountId>, created by `ops bootstrap`.",
    ),

  running: z
    .boolean()
    .default(true)
    .describe(
      "Whether it has hosts and services. `false` switches it off: data, names and the load balancer stay, and every request is answered with 503.",
    ),

  network,
  domain: domain
    .optional()
    .describe("Default: none, the API uses plain HTTP under the DNS name of the load balancer."),
  loadBalancer: loadBalancer.prefault({}),
  hosts,
  database,
  cache: cache
    .prefault({ kind: "database" })
    .describe("Where the application keeps its cache and its sessions. Default: tables of the database."),
  web: web.prefault({}),
  queue: queue.prefault({}).describe("The queue of the jobs that name none."),
  queues: queues
    .default({})
    .describe(
      "More queues by their names in the code: `emails: {}` is for `onQueue('emails')`. Each has a dead-letter queue and alarms.",
    ),
  worker: worker.prefault({}),
  workers: workers
    .default([])
    .describe("More workers beside `worker`, for other queues or with other limits."),
  scheduler: scheduler.prefault({}),
  oneOffTask: oneOffTask.prefault({}),
  shell: z
    .boolean()
    .default(false)
    .describe(
      "Whether operators can open a shell in a container (ECS Exec). Its agent needs a writable root file system.",
    ),
  files: files
    .optional()
    .describe(
      "The bucket where the application keeps its files. The settings, and the rights of the tasks, follow from it. Default: none," +
        " and files in a container are lost with it.",
    ),
  mail: mail
    .optional()
    .describe(
      "How the application sends mail. The settings, and the right or the port that it needs, follow. Default: none, Laravel writes mail to its log.",
    ),
  permissions: permissions
    .default([])
    .describe(
      "More rights of the tasks' role, e.g. for a table. The rights for the queue, `files` and `mail` are derived.",
    ),
  env: z
    .record(settingName, z.string())
    .default({})
    .describe(
      "The settings of Laravel that are not secret, as in `.env`. Settings that follow from the infrastructure (DB_*, APP_URL, ...) are derived.",
    ),
  secrets: z
    .record(settingName, secret)
    .prefault({ APP_KEY: { source: "generated" } })
    .describe("The application secrets, as environment variables. They are stored as SSM SecureStrings."),
  slack: slack
    .optional()
    .describe(
      "Posts a Slack message when something happens to the services, with the reason. Default: no messages. Set the webhook with `ops secret set <environment> slack-webhook`.",
    ),
  ci,
  logs: logs.prefault({}),
  alarms: alarms.prefault({}),
  dashboard: z
    .boolean()
    .default(true)
    .describe(
      "Whether there is a CloudWatch dashboard. The first three of an account are free, each further one costs 3 USD a month.",
    ),
});

/** An environment as in its file: fields with a default may be left out. */
export type EnvironmentInput = z.input<typeof environmentSchema>;

/** An environment with every default filled in. */
export type EnvironmentValues = z.output<typeof environmentSchema>;
