import { production } from "../environments/production";
import type { EnvironmentInput } from "../../config/schema/schema";
import { FIXTURES, grown } from "../helpers/fixtures";

/** Grown, with almost every setting that creates a resource: files, mail, a Valkey, more names, queues, workers and secrets. */
export const holding = {
  ...grown,
  ...{ acceptedRisks: ["shell-access"], shell: true, dashboard: false, ci: { identity: "iam-user" } },
  loadBalancer: { accessLogs: false },
  slack: { ...grown.slack, progress: true, reserveConcurrency: true },
  secrets: { ...grown.secrets, TOKEN: { source: "generated" } },
  queues: FIXTURES.workers?.queues,
  queue: FIXTURES.workers?.queue,
  worker: { ...grown.worker, queues: ["emails"] },
  workers: FIXTURES.workers?.workers,
  scheduler: { runs: "eventbridge" },
  mail: FIXTURES.mail?.mail,
  domain: FIXTURES.mail?.domain,
  files: FIXTURES.files?.files,
  cache: FIXTURES.valkey?.cache,
  permissions: FIXTURES.files?.permissions,
} as EnvironmentInput;

/**
 * Hosts leave their private subnets before the subnets are deleted. Meanwhile everything that production has and can do without is off,
 * and what has two forms has the other one.
 */
export const leaving = {
  ...production,
  ...{ domain: undefined, slack: undefined, alarms: { enabled: false }, scheduler: { runs: "none" } },
  acceptedRisks: [
    ...["single-az-database", "plain-http", "no-alarms"],
    ...["no-deletion-protection", "no-final-snapshot"],
  ],
  network: { ...grown.network, privateSubnets: { ranges: privateRanges(grown), hosts: false } },
  hosts: { ...production.hosts, rootVolumeGiB: 40, egressPorts: [6_379] },
  loadBalancer: { deletionProtection: false },
  database: {
    ...{ ...production.database, deletionProtection: false, finalSnapshot: false },
    ...{ instanceClass: "db.t4g.small", slowQuerySeconds: 2, backupRetentionDays: 14 },
  },
  queue: { fifo: true },
  files: FIXTURES["existing-files"]?.files,
  mail: { kind: "smtp", host: "smtp.example.net", port: 587, username: "shop" },
  secrets: { ...production.secrets, MAIL_PASSWORD: { source: "operator" } },
} as EnvironmentInput;

function privateRanges({ network }: EnvironmentInput): string[] {
  if (network.kind !== "create" || !network.privateSubnets) throw new Error("grown has no private subnets");
  return network.privateSubnets.ranges;
}
