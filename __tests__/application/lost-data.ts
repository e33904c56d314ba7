import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  GetMetricStatisticsCommand,
} from "@aws-sdk/client-cloudwatch";
import { DescribeDBInstancesCommand, RDSClient } from "@aws-sdk/client-rds";
import { setTimeout as sleep } from "node:timers/promises";
import type { RunningProject } from "./running-project";

const TABLES = ["cache", "cache_locks", "items", "jobs", "migrations", "runs", "sessions"];
const LAST_MIGRATION = "2026_01_01_000000_create_tables";
const DROP_ITEMS = `
  $server = "mysql:host=".getenv("DB_HOST").";dbname=".getenv("DB_DATABASE");
  $options = [PDO::MYSQL_ATTR_SSL_CA => getenv("MYSQL_ATTR_SSL_CA")];
  (new PDO($server, getenv("DB_USERNAME"), getenv("DB_PASSWORD"), $options))->exec("DROP TABLE items");`;

/** RDS says that an instance is available when it answers. In the embedded AWS its server starts only then. */
const SERVER_STARTS_SECONDS = 10;

async function facts(project: RunningProject, ...args: string[]): Promise<Record<string, unknown>> {
  const { code, stdout, output } = await project.ops([...args, "--json"]);
  if (code !== 0) throw new Error(`ops ${args.join(" ")} ended with ${code}:\n${output}`);
  return JSON.parse(stdout) as Record<string, unknown>;
}

async function databases(project: RunningProject): Promise<(string | undefined)[]> {
  const { DBInstances = [] } = await new RDSClient(project.clients).send(new DescribeDBInstancesCommand({}));
  return DBInstances.map(({ DBInstanceIdentifier }) => DBInstanceIdentifier);
}

/** `ops drill` as a whole: with a task of the application that reads the restored rows. */
export async function expectDrill(project: RunningProject): Promise<void> {
  const drilled = await facts(project, "drill", "production");
  expect(drilled).toMatchObject({
    restoreSeconds: expect.any(Number) as number,
    rows: { items: 50, migrations: 1 },
    lastMigration: LAST_MIGRATION,
    presentMigration: LAST_MIGRATION,
  });
  expect(Object.keys(drilled.rows as object).sort()).toEqual(TABLES);
  expect(await databases(project)).toEqual(["api-production"]);

  const cloudwatch = new CloudWatchClient(project.clients);
  const alarms = new DescribeAlarmsCommand({ AlarmNames: ["api-production/database-drill"] });
  const { MetricAlarms: [{ Namespace, MetricName } = {}] = [] } = await cloudwatch.send(alarms);
  const { Datapoints } = await cloudwatch.send(
    new GetMetricStatisticsCommand({
      ...{ Namespace, MetricName, Statistics: ["Minimum"], Period: 3_600 },
      StartTime: new Date(Date.now() - 3_600_000),
      EndTime: new Date(Date.now() + 60_000),
    }),
  );
  expect(Datapoints).toEqual([expect.objectContaining({ Minimum: 0 })]);
}

/** A table that was dropped by mistake is back after a restore and a swap, which interrupts no longer than it says. */
export async function expectTableBack(project: RunningProject): Promise<void> {
  const items = await project.json<object[]>("/items");
  // A restore is to a second.
  await sleep(1_500);
  const before = new Date().toISOString();
  await sleep(1_500);
  const { code, output } = await project.ops(["run", "production", "--", "php", "-r", DROP_ITEMS]);
  expect({ code, output }).toMatchObject({ code: 0 });
  expect((await fetch(`${project.url}/items`)).status).toBe(500);

  const { instance } = await facts(project, "database", "restore", "production", "--at", before);
  let swapped: Record<string, unknown> = {};
  const { failures } = await project.underLoad(async () => {
    swapped = await facts(project, "database", "restore", "production", "--swap", String(instance), "--yes");
    await sleep(SERVER_STARTS_SECONDS * 1_000);
  });
  const failed = failures.map((line) => Date.parse(line.split(" ")[0] ?? ""));
  const seconds = (Math.max(...failed) - Math.min(...failed)) / 1_000;
  expect(failed.length).toBeGreaterThan(0);
  expect(seconds).toBeLessThanOrEqual(Number(swapped.interruptionSeconds) + SERVER_STARTS_SECONDS);
  expect(await project.json("/items")).toEqual(items);

  const replaced = String(swapped.replaced);
  await facts(project, "database", "drop", "production", replaced, "--yes", replaced);
  expect(await databases(project)).toEqual(["api-production"]);
}
