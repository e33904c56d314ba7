import type { DBSnapshot } from "@aws-sdk/client-rds";
import {
  CreateDBSnapshotCommand,
  DBInstanceNotFoundFault,
  DeleteDBSnapshotCommand,
  paginateDescribeDBSnapshots,
  RDSClient,
} from "@aws-sdk/client-rds";
import { commandLine } from "../cli/command-line";
import { duration } from "../cli/duration";
import type { Operation } from "../cli/operation";
import { Failure, Interruption } from "../cli/outcome";
import { poll } from "../cli/pace";
import { Refusal } from "../cli/refusal";
import { inWords } from "../cli/words";
import { itemsIn } from "../ecs/portions";

/** The first snapshot of a large database takes hours, each later one only what has changed. */
const SNAPSHOT_SECONDS = 2 * 3_600;

/** The automated backup and a change of the instance take a while, in which RDS takes no snapshot. */
const BUSY_SECONDS = 1_800;
const LOOK_SECONDS = 5;
const DEFAULT_KEPT = 5;

/** That of a time in a name, e.g. `20261127093000`. */
const TIME_LENGTH = 14;

/**
 * Takes a snapshot of the database, waits until it can be restored, and deletes all but the newest that releases have taken. One that
 * a killed release has begun is waited for.
 *
 * @param tag of the release, e.g. `5d6e7f8`
 * @returns the id of the snapshot
 * @throws Refusal when it cannot be taken, before anything is changed
 */
export async function takeSnapshot(operation: Operation, tag: string): Promise<string> {
  const { environment, output } = operation;
  const began = performance.now();
  const release = operation.names.releaseSnapshot(idOf(tag)).name;
  const begun = (await releaseSnapshots(operation)).find(
    ({ DBSnapshotIdentifier = "", Status }) =>
      DBSnapshotIdentifier.slice(0, -TIME_LENGTH) === `${release}-` && Status === "creating",
  )?.DBSnapshotIdentifier;
  const id = begun ?? `${release}-${new Date().toISOString().slice(0, 19).replace(/\D/g, "")}`;
  output.print(
    begun === undefined
      ? `Taking the snapshot ${id}.`
      : `Waiting for the snapshot ${id}, which was begun earlier.`,
  );
  if (begun === undefined) await create(operation, id);
  const { AllocatedStorage } = await untilTaken(operation, id);
  const kept = await removeOld(operation, environment.database.releaseSnapshots ?? DEFAULT_KEPT);
  output.print(
    [
      `The snapshot was taken in ${duration(performance.now() - began)}. To return to it:`,
      `  ${commandLine(environment, "database restore", `--snapshot ${id}`)}`,
      `  cost  ${kept} such snapshots of a database of ${AllocatedStorage} GiB. RDS bills backups only where those of the region are larger than its databases.`,
    ].join("\n"),
  );
  return id;
}

/** What RDS accepts of a tag in an identifier ("CreateDBSnapshot", Amazon RDS API Reference). */
const idOf = (tag: string) =>
  tag
    .replace(/[^A-Za-z0-9]+/g, "-")
    .replace(/^-|-$/g, "")
    .toLowerCase();

/**
 * Those that releases have taken, newest first. One that is being created has no time yet. An operator's own may begin like them, and
 * does not end with a time.
 */
async function releaseSnapshots(operation: Operation): Promise<DBSnapshot[]> {
  const { name } = operation.environment;
  const ours = new RegExp(`^${operation.names.releaseSnapshot("").name}[a-z0-9-]+-\\d{14}$`);
  const pages = paginateDescribeDBSnapshots(
    { client: operation.client(RDSClient) },
    { DBInstanceIdentifier: name, SnapshotType: "manual" },
  );
  const found = await itemsIn(pages, ({ DBSnapshots }) => DBSnapshots).catch((error: unknown) => {
    throw refusalFor(operation, error) ?? error;
  });
  const at = ({ SnapshotCreateTime }: DBSnapshot) => SnapshotCreateTime?.getTime() ?? Infinity;
  return found
    .filter(({ DBSnapshotIdentifier = "" }) => ours.test(DBSnapshotIdentifier))
    .sort((one, other) => at(other) - at(one));
}

async function create(operation: Operation, id: string): Promise<void> {
  const { name } = operation.environment;
  const wait = { seconds: LOOK_SECONDS, deadline: operation.deadline(BUSY_SECONDS) };
  operation.goOn();
  const isCreated = await poll(operation, wait, async () => {
    try {
      await operation
        .client(RDSClient)
        .send(new CreateDBSnapshotCommand({ DBInstanceIdentifier: name, DBSnapshotIdentifier: id }));
      return true;
    } catch (error) {
      // The response to the first try was lost, and the SDK tried again.
      if ((error as Error).name === "DBSnapshotAlreadyExistsFault") return true;
      if ((error as Error).name !== "InvalidDBInstanceStateFault")
        throw refusalFor(operation, error) ?? error;
      operation.output.progress(`RDS cannot take a snapshot yet: ${(error as Error).message}`);
      return undefined;
    }
  });
  if (isCreated) return;
  throw new Failure(
    `${name} was busy for ${duration(BUSY_SECONDS * 1_000)}, so no snapshot was taken. Nothing was changed.\n` +
      `Fix: Deploy again when it is available, or without --snapshot.`,
  );
}

async function untilTaken(operation: Operation, id: string): Promise<DBSnapshot> {
  const began = performance.now();
  const wait = { seconds: LOOK_SECONDS, deadline: operation.deadline(SNAPSHOT_SECONDS) };
  try {
    const taken = await poll(operation, wait, async () => {
      const snapshot = (await releaseSnapshots(operation)).find(
        ({ DBSnapshotIdentifier }) => DBSnapshotIdentifier === id,
      );
      const { Status = "not there", PercentProgress = 0 } = snapshot ?? {};
      operation.output.progress(`Snapshot ${id}: ${Status}, ${PercentProgress} %`, began);
      if (Status === "failed") throw new Failure(`The snapshot ${id} failed. Nothing was changed.`);
      return Status === "available" ? snapshot : undefined;
    });
    if (taken) return taken;
  } catch (error) {
    if (error instanceof Interruption)
      throw new Interruption(`Interrupted. Nothing was changed. RDS completes the snapshot ${id}.`);
    throw error;
  }
  throw new Failure(
    `The snapshot ${id} was not taken within ${duration(SNAPSHOT_SECONDS * 1_000)}. Nothing was changed.\n` +
      "Fix: Deploy again, which waits for it.",
  );
}

/** @returns how many there are then. A failure does not stop the release. */
async function removeOld(operation: Operation, kept: number): Promise<number> {
  const all = await releaseSnapshots(operation);
  const old = all.filter(({ Status }) => Status === "available").slice(kept);
  for (const { DBSnapshotIdentifier } of old) {
    try {
      await operation.client(RDSClient).send(new DeleteDBSnapshotCommand({ DBSnapshotIdentifier }));
    } catch (error) {
      operation.output.warn(
        `The old snapshot ${DBSnapshotIdentifier} could not be deleted: ${inWords(error)}`,
      );
    }
  }
  return all.length - old.length;
}

/** The refusal for an error that means that no snapshot can be taken; undefined for any other one. */
function refusalFor(operation: Operation, error: unknown): Refusal | undefined {
  const { name, message } = error as Error;
  const { environment } = operation;
  if (name.startsWith("AccessDenied")) {
    return new Refusal(
      `Your AWS identity may not take snapshots of ${environment.name}. Nothing was changed.\n` +
        `Fix: Set database.releaseSnapshots in environments/${environment.environment}.ts and deploy the base stack, which gives the deploy role this right. Or deploy without --snapshot.`,
    );
  }
  if (error instanceof DBInstanceNotFoundFault) {
    return new Refusal(
      `${environment.environment} has no database ${environment.name}, so no snapshot can be taken. Nothing was changed.\n` +
        `Fix: Restore it: ${commandLine(environment, "database backups")}`,
    );
  }
  if (name !== "SnapshotQuotaExceededFault") return undefined;
  return new Refusal(
    `RDS cannot take another snapshot: ${message} Nothing was changed.\n` +
      "Fix: Delete snapshots that are no longer needed, or raise the quota Manual DB instance snapshots of Amazon RDS in the console of Service Quotas.",
  );
}
