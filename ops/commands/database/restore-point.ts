import type { DBSnapshot } from "@aws-sdk/client-rds";
import { inFourParts } from "../../../config/messages/problem";
import { DATABASE } from "../../../facts/database";
import { awsLine } from "../../../facts/shell-words";
import { commandLine } from "../../cli/command-line";
import type { Operation } from "../../cli/operation";
import { Refusal } from "../../cli/refusal";
import type { Restorable, Window } from "./restorable";
import { timeWithZone, utc } from "./times";

/** What is restored. */
export type RestorePoint = { readonly label: string; readonly storageGiB: number } & (
  { readonly at: Date; readonly window: Window } | { readonly snapshot: DBSnapshot }
);

/**
 * The time or snapshot from the command line.
 *
 * @param keyId the key of the environment. A snapshot of another database that has this key was copied for this environment
 * @throws Refusal with what can be restored, before anything is created
 */
export function restorePoint(
  operation: Operation,
  { at, snapshot }: { readonly at?: string; readonly snapshot?: string },
  restorable: Restorable,
  keyId?: string,
): RestorePoint {
  return at === undefined
    ? pointOfSnapshot(operation, snapshot ?? "", restorable, keyId)
    : pointInTime(operation, at, restorable);
}

function pointInTime(operation: Operation, text: string, { windows, snapshots }: Restorable): RestorePoint {
  const refuse = (got: string, fix: string) => {
    const allowed =
      windows.map(({ from, until, instance }) => `${utc(from)} to ${utc(until)} (${instance})`).join("\n") ||
      "nothing: the database has no automated backups";
    return refusal(operation, "--at", { got, allowed, fix });
  };
  const at = timeWithZone(text);
  const [window] = windows;
  const example = utc(window?.until ?? new Date());
  if (at === undefined)
    throw refuse(
      `"${text}"`,
      `Write a date and a time with a zone, e.g. ${example} or ${japanese(example)}.`,
    );
  const containing = windows.find(({ from, until }) => at >= from && at <= until);
  if (!containing) {
    const [newest] = snapshots;
    const otherwise = newest ? `, or a snapshot: --snapshot ${newest.DBSnapshotIdentifier}` : "";
    throw refuse(`"${text}", which is ${utc(at)}`, `Choose a time in the window${otherwise}.`);
  }
  return { label: utc(at), storageGiB: containing.allocatedStorage, at, window: containing };
}

/** The same moment, nine hours ahead of UTC. */
const japanese = (text: string) =>
  `${new Date(Date.parse(text) + 9 * 3_600_000).toISOString().slice(0, 19)}+09:00`;

function pointOfSnapshot(
  operation: Operation,
  id: string,
  restorable: Restorable,
  keyId: string | undefined,
): RestorePoint {
  const { snapshots, foreignSnapshots } = restorable;
  const hasKey = ({ KmsKeyId }: DBSnapshot) => keyId === undefined || KmsKeyId === keyId;
  const usable = snapshots.filter(
    (each) => each.Status === "available" && each.Engine === DATABASE.engine && hasKey(each),
  );
  const refuse = (got: string, copy = false) =>
    refusal(operation, "--snapshot", {
      got,
      allowed:
        usable.map(({ DBSnapshotIdentifier }) => DBSnapshotIdentifier ?? "").join("\n") ||
        `nothing: ${operation.environment.name} has no snapshot`,
      fix: copy
        ? `Copy it for this environment first, with its key, and restore that: ${copyCommand(operation, id)}`
        : `Choose one of these. ${commandLine(operation.environment, "database backups")} shows more of them.`,
    });
  const found = [...snapshots, ...foreignSnapshots].find(
    ({ DBSnapshotIdentifier }) => DBSnapshotIdentifier === id,
  );
  if (!found && id.startsWith(BACKUP_PREFIX))
    throw refuse(`"${id}", a backup of AWS Backup, which has another key than the database`, true);
  if (!found) throw refuse(`"${id}", which does not exist`);
  if (!hasKey(found) || (keyId === undefined && foreignSnapshots.includes(found)))
    throw refuse(
      `"${id}", a snapshot of the database ${found.DBInstanceIdentifier} with another key, or none`,
      true,
    );
  if (found.Engine !== DATABASE.engine) throw refuse(`"${id}", a snapshot of ${found.Engine}`);
  if (found.Status !== "available") throw refuse(`"${id}", whose status is "${found.Status}"`);
  return { label: `snapshot ${id}`, storageGiB: found.AllocatedStorage ?? 0, snapshot: found };
}

/** Only AWS Backup makes snapshots with such ids, and RDS does not list them with the others. */
const BACKUP_PREFIX = "awsbackup:";

const copyCommand = ({ environment }: Operation, id: string) =>
  awsLine(
    environment,
    "rds",
    "copy-db-snapshot",
    "--source-db-snapshot-identifier",
    id,
    "--target-db-snapshot-identifier",
    `${environment.name}-copied`,
    "--kms-key-id",
    `alias/${environment.name}`,
  );

const refusal = (
  { environmentName }: Operation,
  path: string,
  parts: { readonly got: string; readonly allowed: string; readonly fix: string },
) => new Refusal(inFourParts({ environment: environmentName, path, ...parts }));
