import type { DBInstance } from "@aws-sdk/client-rds";
import {
  DBInstanceAlreadyExistsFault,
  DBInstanceNotFoundFault,
  DeleteDBInstanceCommand,
  RDSClient,
} from "@aws-sdk/client-rds";
import { commandLine } from "../../cli/command-line";
import { ago } from "../../cli/duration";
import type { Operation } from "../../cli/operation";
import { Refusal } from "../../cli/refusal";
import { createCopy, finishCopy } from "../database/create-copy";
import { COPY_TAGS, copyKindOf, copyName, instancesOf, tagOf } from "../database/instances";
import { masterPassword } from "../database/master-password";
import { RESTORE_SECONDS } from "../database/restore";
import type { RestorePoint } from "../database/restore-point";
import { settingsOfInstance } from "../database/settings";
import { untilAvailable, untilGone } from "../database/waiting";
import type { CheckedInstance } from "./check";

const DELETE_SECONDS = 3_600;

/** Longer than a drill can take, and shorter than a day, so that a daily one deletes what the last one has left. */
const ABANDONED_HOURS = 12;

/** The database that a drill restored. */
export interface DrillCopy extends CheckedInstance {
  /** What it was restored from. */
  readonly label: string;
  /** How long the restore took. */
  readonly seconds: number;
}

export interface DrillCopyProps {
  /** The environment's own database. */
  readonly own: DBInstance;
  readonly newest: () => Promise<RestorePoint>;
  readonly again: string;
  /** Called with its name once it is being created. */
  readonly named: (identifier: string) => void;
}

/**
 * Restores a copy for this drill alone: no other one uses or deletes it while it is young. What killed drills have left is deleted.
 *
 * @throws Refusal while another drill may be running
 */
export async function restoreCopy(operation: Operation, props: DrillCopyProps): Promise<DrillCopy> {
  const { own, again, named } = props;
  await requireNoOther(operation);
  const password = await masterPassword(operation);
  const began = performance.now();
  const { identifier, label } = await created(operation, props);
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
    seconds: Math.round((performance.now() - began) / 1_000),
    address: Endpoint?.Address ?? own.Endpoint?.Address ?? "",
    port: Endpoint?.Port,
  };
}

async function created(operation: Operation, { own, newest }: DrillCopyProps) {
  const now = new Date();
  const point = await newest();
  const identifier = copyName(operation.environment.name, "drill", now);
  operation.goOn();
  // It exists for minutes: without a standby, backups and protection, and without log groups that would remain.
  const settings = {
    ...settingsOfInstance(own),
    multiAz: false,
    backupRetentionDays: 0,
    deletionProtection: false,
    logs: [],
  };
  await createCopy(operation, { identifier, point, own, now, settings }).catch((error: unknown) => {
    // Of a drill that began in the same second.
    throw error instanceof DBInstanceAlreadyExistsFault ? running(operation, identifier, now) : error;
  });
  operation.output.print(`Restoring ${operation.environment.name} from ${point.label} as ${identifier}.`);
  return { identifier, label: point.label };
}

/** The databases of drills. */
export async function drillCopies(operation: Operation): Promise<DBInstance[]> {
  const { copies } = await instancesOf(operation);
  return copies.filter(
    ({ DBInstanceIdentifier }) => copyKindOf(operation.environment.name, DBInstanceIdentifier) === "drill",
  );
}

/** Deletes the copies of killed drills, without waiting. @throws Refusal for a copy that a drill may be using */
async function requireNoOther(operation: Operation): Promise<void> {
  // The drill of a copy that is being deleted has ended.
  const others = (await drillCopies(operation)).filter(
    ({ DBInstanceStatus }) => DBInstanceStatus !== "deleting",
  );
  for (const copy of others) {
    const restoredAt = new Date(tagOf(copy, COPY_TAGS.restoredAt) ?? 0);
    if (Date.now() - restoredAt.getTime() < ABANDONED_HOURS * 3_600_000)
      throw running(operation, copy.DBInstanceIdentifier ?? "", restoredAt);
  }
  for (const { DBInstanceIdentifier: identifier = "" } of others) {
    await requestDeletion(operation, identifier);
    operation.output.print(`A drill that was killed has left ${identifier}. It is being deleted.`);
  }
}

const running = ({ environment }: Operation, identifier: string, since: Date) =>
  new Refusal(
    `Another drill of ${environment.environment} is running, or was killed: it began to restore ${identifier} ${ago(new Date(), since)}.\n` +
      `Fix: Wait until it has ended. If none is running, delete its copy: ${dropLine(environment, identifier)}\n` +
      `     Otherwise the first drill after ${ABANDONED_HOURS} hours deletes it.`,
  );

/** The command with which an operator deletes a copy. */
export const dropLine = (environment: Operation["environment"], identifier: string) =>
  commandLine(environment, "database drop", `${identifier} --no-final-snapshot`);

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
