import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const FOLDER = join(__dirname, "events");

export interface Sample {
  id: string;
  "detail-type": string;
  source: string;
  time: string;
  resources: string[];
  detail: Record<string, unknown>;
}

/** The rules of the environment that match an event, by the end of their names. */
export const RULES_OF: Readonly<Record<string, readonly string[]>> = {
  alarm: ["alarms"],
  "alarm-over": ["alarms"],
  "backup-failed": ["copies"],
  "configuration-failure": ["service-actions"],
  "copy-failed": ["copies"],
  "deployment-completed": ["deployments"],
  "deployment-failed": ["deployments"],
  "deployment-in-progress": ["deployments"],
  "host-lost": ["tasks"],
  "image-scan": ["image-scans"],
  "migration-failed": ["tasks"],
  "placement-failure": ["service-actions"],
  "rollback-completed": ["deployments"],
  "rollback-in-progress": ["deployments"],
  "scheduler-died": ["tasks"],
  "start-impaired": ["service-actions"],
  "task-cannot-pull": ["tasks"],
  "task-out-of-memory": ["tasks"],
  "task-pending": [],
  "task-running": [],
  "task-unhealthy": ["tasks"],
  "worker-down": ["tasks"],
};

/** One event of each kind, in the form that AWS's documentation shows. */
export const SAMPLES = readdirSync(FOLDER)
  .map((file) => file.replace(/\.json$/, ""))
  .sort();

/** The same event of another environment of the account. */
export const sampleOf = (environment: string, name: string): Sample =>
  JSON.parse(JSON.stringify(sample(name)).replaceAll("api-production", environment)) as Sample;

/** Names that are similar to `api-production`. */
export const OTHER_ENVIRONMENTS = [
  "api-staging",
  "shop-production",
  "my-api-production",
  "api-production-eu",
];

export const sample = (name: string): Sample =>
  JSON.parse(readFileSync(join(FOLDER, `${name}.json`), "utf8")) as Sample;
