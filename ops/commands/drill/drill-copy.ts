import type { DBInstance } from "@aws-sdk/client-rds";
import { DBInstanceNotFoundFault, DeleteDBInstanceCommand, RDSClient } from "@aws-sdk/client-rds";
import type { Operation } from "../../cli/operation";
import { createCopy, finishCopy } from "../database/create-copy";
import { COPY_TAGS, copyKindOf, copyName, instancesOf, tagOf } from "../database/instances";
import { masterPassword } from "../database/master-password";
import { RESTORE_SECONDS } from "../database/restore";
import type { RestorePoint } from "../database/restore-point";
import { settingsOfInstance } from "../database/settings";
import { untilAvailable, untilGone } from "../database/waiting";
import type { CheckedInstance } from "./check";

const DELETE_SECONDS = 3_600;

/** A copy of a killed drill that is older does not show whether the newest backup can be restored. */
const STALE_MILLISECONDS = 24 * 3_600_000;

/** The database that a drill restored. */
export interface DrillCopy extends CheckedInstance {
  /** What it was restored from. */
  readonly label: string;
  /** How long the restore took, also that of an interrupted drill. */
  readonly seconds: number;
}

export interface DrillCopyProps {
  /** The environment's own database. */
  readonly own: DBInstance;
  readonly newest: () => Promise<RestorePoint>;
  readonly again: string;
  /** Called with its name before it is created. */
  readonly named: (identifier: string) => void;
}

/** Restores a copy for a drill, or continues with the one that a killed drill has left. */
export async function restoreCopy(operation: Operation, props: DrillCopyProps): Promise<DrillCopy> {
  const { own, again, named } = props;
  const [left, ...others] = await usableCopies(operation, again);
  for (const { DBInstanceIdentifier = "" } of others)
    await deleteCopy(operation, DBInstanceIdentifier, again);
  const password = await masterPassword(operation);
  const { identifier, label, began } = left ? continued(operation, left) : await created(operation, props);
  named(identifier);
  const wait = { what: "Restoring", seconds: RESTORE_SECONDS, again };
  const current = settingsOfInstance(await untilAvailable(operation, identifier, wait));
  // Only the password changes: everything else of a copy that exists for minutes may be as it is.
  await finishCopy(operation, identifier, { settings: current, current, password });
  const { Endpoint } = await untilAvailable(operation, identifier, {
    ...wait,
    what: "Setting the password of",
  });
  return {
    identifier,
    label,
    seconds: Math.round((Date.now() - began.getTime()) / 1_000),
    address: Endpoint?.Address ?? own.Endpoint?.Address ?? "",
    port: Endpoint?.Port,
  };
}

async function created(operation: Operation, { own, newest }: DrillCopyProps) {
  const now = new Date();
  const point = await newest();
  const identifier = copyName(operation.environment.name, "drill", now);
  operation.goOn();
  await createCopy(operation, {
    identifier,
    point,
    own,
    now,
    // It exists for minutes: without a standby, backups and protection, and without log groups that would remain.
    settings: {
      ...settingsOfInstance(own),
      multiAz: false,
      backupRetentionDays: 0,
      deletionProtection: false,
      logs: [],
    },
  });
  operation.output.print(`Restoring ${operation.environment.name} from ${point.label} as ${identifier}.`);
  return { identifier, label: point.label, began: now };
}

function continued(operation: Operation, left: DBInstance) {
  const { DBInstanceIdentifier: identifier = "" } = left;
  operation.output.print(`An earlier drill has restored ${identifier}. Continuing with it.`);
  return {
    identifier,
    label: tagOf(left, COPY_TAGS.restoredFrom) ?? "an unknown backup",
    began: restoredAt(left),
  };
}

const restoredAt = (copy: DBInstance) => new Date(tagOf(copy, COPY_TAGS.restoredAt) ?? 0);

/** The databases of drills. */
export async function drillCopies(operation: Operation): Promise<DBInstance[]> {
  const { copies } = await instancesOf(operation);
  return copies.filter(
    ({ DBInstanceIdentifier }) => copyKindOf(operation.environment.name, DBInstanceIdentifier) === "drill",
  );
}

/** The copies of killed drills, newest first. Old ones are deleted, and those that are being deleted are waited for. */
async function usableCopies(operation: Operation, again: string): Promise<DBInstance[]> {
  const usable: DBInstance[] = [];
  for (const copy of await drillCopies(operation)) {
    const isOld = Date.now() - restoredAt(copy).getTime() > STALE_MILLISECONDS;
    if (isOld || copy.DBInstanceStatus === "deleting")
      await deleteCopy(operation, copy.DBInstanceIdentifier ?? "", again);
    else usable.push(copy);
  }
  return usable.sort((one, other) => restoredAt(other).getTime() - restoredAt(one).getTime());
}

/** Deletes a copy and everything that RDS keeps of it, and waits until it is gone. */
export async function deleteCopy(operation: Operation, identifier: string, again: string): Promise<void> {
  await requestDeletion(operation, identifier);
  await untilGone(operation, identifier, { what: "Deleting", seconds: DELETE_SECONDS, again });
}

export async function requestDeletion(operation: Operation, identifier: string): Promise<void> {
  try {
    await operation.client(RDSClient).send(
      new DeleteDBInstanceCommand({
        DBInstanceIdentifier: identifier,
        SkipFinalSnapshot: true,
        DeleteAutomatedBackups: true,
      }),
    );
  } catch (error) {
    const isGone = error instanceof DBInstanceNotFoundFault;
    const isBeingDeleted =
      (error as Error).name === "InvalidDBInstanceStateFault" && /delet/i.test((error as Error).message);
    if (!isGone && !isBeingDeleted) throw error;
  }
}
