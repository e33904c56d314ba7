import type { DBInstance } from "@aws-sdk/client-rds";
import { commandLine } from "../../cli/command-line";
import { ago, duration } from "../../cli/duration";
import { inWords } from "../../cli/words";
import type { Operation } from "../../cli/operation";
import type { Facts } from "../../cli/outcome";
import { Refusal } from "../../cli/refusal";
import { instancesOf } from "../database/instances";
import type { Checked } from "./check";
import { checkInTask } from "./check";
import { deleteCopy, drillCopies, dropLine, requestDeletion, restoreCopy } from "./drill-copy";
import { newestPoint } from "./newest-point";
import { requireMigrationTask } from "./migration-task";
import { daysSince, lastDrill, publishAge, recordDrill } from "./record";

export interface DrillOptions {
  /** Days. Nothing is restored when the last successful drill is younger. @default a drill in any case */
  readonly every?: number;
}

/**
 * Restores the newest backup beside the database, reads it, deletes it, and records that this worked. A drill that was killed
 * leaves a database `<name>-drill-<time>`, which a later one deletes.
 *
 * @throws Refusal while another drill may be running
 */
export async function drill(operation: Operation, { every }: DrillOptions): Promise<Facts> {
  const { environment, output } = operation;
  if (every !== undefined) {
    const last = await lastDrill(operation);
    await publishAge(operation, last);
    if (last !== undefined && daysSince(last.at) < every) {
      output.print(`The last successful drill was ${ago(new Date(), last.at)}. Nothing to do.`);
      return { skipped: true, lastDrill: last.at };
    }
  }
  const { own } = await instancesOf(operation);
  if (!own) throw noDatabase(operation);
  await requireMigrationTask(operation);
  const again = `Run it again: ${commandLine(environment, "drill")}`;

  let identifier: string | undefined;
  try {
    const copy = await restoreCopy(operation, {
      own,
      again,
      newest: () => newestPoint(operation),
      named: (name) => (identifier = name),
    });
    const checking = performance.now();
    output.print(`Reading ${copy.identifier} in a one-off task.`);
    const checked = await checkInTask(operation, copy);
    const checkSeconds = secondsSince(checking);
    const deleting = performance.now();
    await deleteCopy(operation, copy.identifier, again);
    const deleteSeconds = secondsSince(deleting);
    const seconds = copy.seconds + checkSeconds;
    await recordDrill(operation, seconds);
    return report(operation, { copy, checked, checkSeconds, deleteSeconds });
  } catch (error) {
    if (identifier !== undefined) await tidyUp(operation, identifier);
    throw error;
  }
}

/** What a failed or interrupted drill has restored costs money until it is deleted. RDS deletes it without further waiting. */
async function tidyUp(operation: Operation, identifier: string): Promise<void> {
  const isThere = (await drillCopies(operation).catch(() => undefined))?.some(
    ({ DBInstanceIdentifier, DBInstanceStatus }: DBInstance) =>
      DBInstanceIdentifier === identifier && DBInstanceStatus !== "deleting",
  );
  if (isThere === false) return;
  try {
    await requestDeletion(operation, identifier);
    operation.output.warn(`${identifier} is being deleted.`);
  } catch (error) {
    operation.output.warn(
      `${identifier} could not be deleted, and costs money until it is: ${inWords(error)}\n` +
        `Fix: Delete it: ${dropLine(operation.environment, identifier)}`,
    );
  }
}

const secondsSince = (began: number) => Math.round((performance.now() - began) / 1_000);

interface Result {
  readonly copy: { readonly label: string; readonly identifier: string; readonly seconds: number };
  readonly checked: Checked;
  readonly checkSeconds: number;
  readonly deleteSeconds: number;
}

function report(operation: Operation, { copy, checked, checkSeconds, deleteSeconds }: Result): Facts {
  const counts = Object.values(checked.rows);
  const rows = counts.reduce((sum, count) => sum + count, 0);
  const took = (seconds: number) => duration(seconds * 1_000);
  operation.output.print(
    [
      `The newest backup of ${operation.environment.name} can be restored.`,
      `  backup     ${copy.label}`,
      `  restore    ${took(copy.seconds)}`,
      `  check      ${took(checkSeconds)}: ${counts.length} tables with ${rows} rows`,
      `  migration  ${checked.lastMigration}${checked.lastMigration === checked.presentMigration ? ", the last one" : `; the present database is at ${checked.presentMigration}`}`,
      `  deletion   ${took(deleteSeconds)}; nothing is left`,
    ].join("\n"),
  );
  return {
    backup: copy.label,
    restoreSeconds: copy.seconds,
    checkSeconds,
    deleteSeconds,
    rows: checked.rows,
    lastMigration: checked.lastMigration,
    presentMigration: checked.presentMigration,
  };
}

const noDatabase = ({ environment }: Operation) =>
  new Refusal(
    `The database ${environment.name} does not exist, so a backup cannot be compared with it.\n` +
      `Fix: Restore it: ${commandLine(environment, "database backups")}`,
  );
