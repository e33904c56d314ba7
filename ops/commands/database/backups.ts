import type { DBSnapshot } from "@aws-sdk/client-rds";
import { given } from "../../../facts/given";
import { commandLine } from "../../cli/command-line";
import { ago, duration } from "../../cli/duration";
import type { Operation } from "../../cli/operation";
import type { Facts } from "../../cli/outcome";
import { lastDrill } from "../drill/record";
import { copiesElsewhere, copyWarning } from "./elsewhere";
import { instancesOf } from "./instances";
import type { Restorable } from "./restorable";
import { createdAt, restorableOf } from "./restorable";
import { utc } from "./times";

/** RDS takes an automated snapshot each day in the backup window, which takes some time. */
const OLD_HOURS = 26;
const HOUR_MILLISECONDS = 3_600_000;

/** Shows what the database can be restored from, and the command for it. It changes nothing. */
export async function backups(operation: Operation): Promise<Facts> {
  const { environment, output } = operation;
  const instances = await instancesOf(operation);
  const restorable = await restorableOf(operation, instances);
  const { windows, snapshots } = restorable;
  const now = new Date();
  const newest = snapshots.find(({ SnapshotCreateTime }) => SnapshotCreateTime)?.SnapshotCreateTime;
  const elsewhere = await copiesElsewhere(operation);
  const warnings = given(
    ...warningsOf(environment.name, restorable, now),
    elsewhere && copyWarning(elsewhere, now),
  );
  const next = nextCommand(operation, restorable);
  const drill = await lastDrill(operation);

  output.print(
    [
      ...(windows.length > 0 ? ["Any point in time (UTC):"] : []),
      ...windows.map(({ instance, from, until }) => `  ${utc(from)} to ${utc(until)}  ${instance}`),
      ...(snapshots.length > 0 ? ["Snapshots, newest first:"] : []),
      ...snapshots.map((snapshot) => `  ${lineOf(snapshot, now)}`),
      ...(newest ? [`The newest snapshot was taken ${ago(now, newest)}.`] : []),
      ...(elsewhere && elsewhere.snapshots.length > 0
        ? [
            `Copies in ${elsewhere.place}, newest first (docs/recover.md):`,
            ...elsewhere.snapshots.map(
              (snapshot) => `  ${elsewhere.account ? copyLine(snapshot, now) : lineOf(snapshot, now)}`,
            ),
          ]
        : []),
      drill
        ? `A restore was last tried ${ago(now, drill.at)} (ops drill), and took ${duration(drill.seconds * 1_000)}.`
        : `No restore was tried in the last 15 months. Try one: ${commandLine(environment, "drill")}`,
      ...(instances.copies.length > 0 ? ["Databases beside it, each of which costs as much:"] : []),
      ...instances.copies.map((copy) => `  ${copy.DBInstanceIdentifier}  ${copy.DBInstanceStatus}`),
      ...warnings.map((warning) => `Warning: ${warning}`),
      ...(next === undefined
        ? []
        : ["Next: restore beside the database, which changes nothing in it:", `  ${next}`]),
    ].join("\n"),
  );
  return {
    database: environment.name,
    windows: windows.map(({ instance, from, until }) => ({ instance, from, until })),
    snapshots: snapshots.map(factsOf),
    elsewhere: elsewhere && {
      region: elsewhere.region,
      account: elsewhere.account,
      snapshots: elsewhere.snapshots.map(elsewhere.account ? copyFacts : factsOf),
    },
    copies: instances.copies.map(({ DBInstanceIdentifier }) => DBInstanceIdentifier),
    newestSnapshotAgeHours: newest ? hoursBetween(newest, now) : undefined,
    lastDrill: drill && { at: drill.at, seconds: drill.seconds },
    warnings,
    next,
  };
}

/** A replaced database still has backups of its own, which say nothing about those of the present one. */
function warningsOf(name: string, { windows, snapshots }: Restorable, now: Date): string[] {
  if (windows.length === 0 && snapshots.length === 0) return ["The database has no backup."];
  const newest = snapshots.find(
    (each) =>
      each.DBInstanceIdentifier === name && each.SnapshotType === "automated" && each.SnapshotCreateTime,
  )?.SnapshotCreateTime;
  return given(
    !windows.some(({ instance }) => instance === name) &&
      "No point in time can be restored: the database has no automated backups (database.backupRetentionDays).",
    (!newest || hoursBetween(newest, now) > OLD_HOURS) &&
      `RDS took no snapshot in the last ${OLD_HOURS} hours, although it takes one each day. Look at the events of the database in the console of RDS.`,
  );
}

const hoursBetween = (one: Date, other: Date) =>
  Math.round(((other.getTime() - one.getTime()) / HOUR_MILLISECONDS) * 10) / 10;

function nextCommand({ environment }: Operation, { windows, snapshots }: Restorable): string | undefined {
  const [window] = windows;
  if (window) return commandLine(environment, "database restore", `--at ${utc(window.until)}`);
  const usable = snapshots.find(({ Status }) => Status === "available");
  return usable && commandLine(environment, "database restore", `--snapshot ${usable.DBSnapshotIdentifier}`);
}

const factsOf = (snapshot: DBSnapshot) => ({
  id: snapshot.DBSnapshotIdentifier,
  type: snapshot.SnapshotType,
  createdAt: snapshot.SnapshotCreateTime,
  sizeGiB: snapshot.AllocatedStorage,
  engine: `${snapshot.Engine} ${snapshot.EngineVersion}`,
  encrypted: snapshot.Encrypted ?? false,
  status: snapshot.Status,
});

/** Of a copy in another account only this is known here. */
const copyFacts = (copy: DBSnapshot) => ({
  id: copy.DBSnapshotIdentifier,
  createdAt: copy.SnapshotCreateTime,
});

const copyLine = (copy: DBSnapshot, now: Date) => [copy.DBSnapshotIdentifier, ageOf(copy, now)].join("  ");

function ageOf(snapshot: DBSnapshot, now: Date): string {
  const { SnapshotCreateTime: time } = snapshot;
  return createdAt(snapshot) === Infinity || !time ? "" : `${utc(time)} (${ago(now, time)})`;
}

function lineOf(snapshot: DBSnapshot, now: Date): string {
  const { id, type, sizeGiB, engine, encrypted, status } = factsOf(snapshot);
  const age = ageOf(snapshot, now);
  return [id, type, age, `${sizeGiB} GiB`, engine, encrypted ? "encrypted" : "NOT encrypted", status]
    .filter(Boolean)
    .join("  ");
}
