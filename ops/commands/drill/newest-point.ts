import { commandLine } from "../../cli/command-line";
import type { Operation } from "../../cli/operation";
import { Refusal } from "../../cli/refusal";
import { instancesOf } from "../database/instances";
import { restorableOf } from "../database/restorable";
import type { RestorePoint } from "../database/restore-point";
import { restorePoint } from "../database/restore-point";
import { utc } from "../database/times";

/** The newest of the present database that a restore could bring back: the end of the window, which needs a snapshot and the logs since it, or a snapshot. */
export async function newestPoint(operation: Operation): Promise<RestorePoint> {
  const restorable = await restorableOf(operation, await instancesOf(operation));
  const window = restorable.windows.find(
    ({ instance, exists }) => exists && instance === operation.environment.name,
  );
  if (window) return restorePoint(operation, { at: utc(window.until) }, restorable);
  const usable = restorable.snapshots.find(
    ({ Status, DBInstanceIdentifier }) =>
      Status === "available" && DBInstanceIdentifier === operation.environment.name,
  );
  if (usable?.DBSnapshotIdentifier !== undefined)
    return restorePoint(operation, { snapshot: usable.DBSnapshotIdentifier }, restorable);
  throw new Refusal(
    `${operation.environment.name} has no backup that could be restored.\n` +
      `Fix: Look at its backups: ${commandLine(operation.environment, "database backups")}`,
  );
}
