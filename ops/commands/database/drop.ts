import type { DBInstance } from "@aws-sdk/client-rds";
import {
  DBSnapshotNotFoundFault,
  DeleteDBInstanceCommand,
  DescribeDBSnapshotsCommand,
  ModifyDBInstanceCommand,
  RDSClient,
} from "@aws-sdk/client-rds";
import { commandLine } from "../../cli/command-line";
import type { Operation } from "../../cli/operation";
import type { Facts } from "../../cli/outcome";
import { Failure } from "../../cli/outcome";
import { Refusal } from "../../cli/refusal";
import { undefinedFor } from "../../cli/undefined-for";
import { withLock } from "../../release/lock";
import { requireTyped } from "./consent";
import { instancesOf, isCopyOf } from "./instances";
import { databaseInState } from "./state-correction";
import { untilAvailable, untilGone } from "./waiting";

/** The final snapshot of a large database takes long. */
const DELETE_SECONDS = 2 * 3_600;
const CHANGE_SECONDS = 900;

export interface DropOptions {
  /** The name of the instance, in place of the question. */
  readonly yes?: string;
  readonly finalSnapshot: boolean;
}

/** Deletes a restored or a replaced database, never the environment's own. Its final snapshot has its name. */
export async function drop(operation: Operation, given: string, options: DropOptions): Promise<Facts> {
  const { environment, output } = operation;
  const { DBInstanceStatus: status } = await requireDroppable(operation, given);
  const snapshot = options.finalSnapshot ? finalSnapshotName(given) : undefined;
  const again = `Run it again to continue: ${commandLine(environment, "database drop", `${given}${options.finalSnapshot ? "" : " --no-final-snapshot"}`)}`;

  if (status !== "deleting") {
    const last = snapshot === undefined ? "WITHOUT a final snapshot" : `with the final snapshot ${snapshot}`;
    await requireTyped(given, {
      given: options.yes,
      question: `${given} is deleted, ${last}.`,
      flag: `--yes ${given}`,
    });
    await withLock(operation, { command: "database drop", aim: given }, async () => {
      // Before the answer a swap may have begun, which now needs it, or have ended.
      const copy = await requireDroppable(operation, given);
      await deleteInstance(operation, copy, { snapshot, again });
    });
  }
  await untilGone(operation, given, { what: "Deleting", seconds: DELETE_SECONDS, again });
  const taken = await finalSnapshotOf(operation, given);
  output.print(
    taken === undefined
      ? `${given} is deleted, without a final snapshot.`
      : `${given} is deleted. To restore it: ${commandLine(environment, "database restore", `--snapshot ${taken}`)}`,
  );
  return { instance: given, finalSnapshot: taken };
}

const finalSnapshotName = (instance: string) => `${instance}-final`;

/** Also of a deletion that an earlier run has started, with or without one. */
async function finalSnapshotOf(operation: Operation, instance: string): Promise<string | undefined> {
  const found = await operation
    .client(RDSClient)
    .send(new DescribeDBSnapshotsCommand({ DBSnapshotIdentifier: finalSnapshotName(instance) }))
    .catch(undefinedFor(DBSnapshotNotFoundFault));
  return found?.DBSnapshots?.[0]?.DBSnapshotIdentifier;
}

async function deleteInstance(
  operation: Operation,
  { DBInstanceIdentifier = "", DeletionProtection }: DBInstance,
  { snapshot, again }: { snapshot: string | undefined; again: string },
): Promise<void> {
  const rds = operation.client(RDSClient);
  operation.goOn();
  if (DeletionProtection) {
    await rds.send(
      new ModifyDBInstanceCommand({
        DBInstanceIdentifier,
        DeletionProtection: false,
        ApplyImmediately: true,
      }),
    );
    await untilAvailable(operation, DBInstanceIdentifier, {
      what: "Removing the deletion protection of",
      seconds: CHANGE_SECONDS,
      again,
    });
  }
  try {
    await rds.send(
      new DeleteDBInstanceCommand({
        DBInstanceIdentifier,
        SkipFinalSnapshot: snapshot === undefined,
        ...(snapshot === undefined ? {} : { FinalDBSnapshotIdentifier: snapshot }),
        DeleteAutomatedBackups: snapshot === undefined,
      }),
    );
  } catch (error) {
    if ((error as Error).name !== "SnapshotQuotaExceededFault") throw error;
    throw new Failure(
      `RDS cannot take the final snapshot: ${(error as Error).message} ${DBInstanceIdentifier} stays, without deletion protection.\nFix: Delete snapshots that are no longer needed in the console of RDS, or give --no-final-snapshot.`,
    );
  }
}

/** @throws Refusal for everything that is, or may still become, the database of the environment */
async function requireDroppable(operation: Operation, given: string): Promise<DBInstance> {
  const { environment } = operation;
  const { own, copies } = await instancesOf(operation);
  const names = copies.map(({ DBInstanceIdentifier }) => DBInstanceIdentifier);
  const copy = copies.find(({ DBInstanceIdentifier }) => DBInstanceIdentifier === given);
  if (!copy || !isCopyOf(environment.name, given)) {
    throw new Refusal(
      `${given} is not a restored or replaced database of ${environment.environment}, and no other is deleted.\n` +
        `Fix: ${names.length > 0 ? `Give one of: ${names.join(", ")}.` : `${environment.environment} has none, so nothing can be deleted.`}`,
    );
  }
  if (!own) {
    throw new Refusal(
      `The database ${environment.name} does not exist, so ${given} may have to become it. Nothing was deleted.\n` +
        `Fix: Complete the swap first: ${commandLine(environment, "database restore", "--swap <instance>")}`,
    );
  }
  if ((await databaseInState(operation))?.resourceId === copy.DbiResourceId) {
    throw new Refusal(
      `The Terraform state still says that ${given} is the database. Nothing was deleted.\n` +
        `Fix: Complete the swap first: ${commandLine(environment, "database restore", "--swap <instance>")}`,
    );
  }
  return copy;
}
