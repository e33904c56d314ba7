import type { DBSnapshot } from "@aws-sdk/client-rds";
import { paginateDescribeDBSnapshots, RDSClient } from "@aws-sdk/client-rds";
import { COPIES } from "../../../facts/copies";
import type { Operation } from "../../cli/operation";
import { createdAt } from "./restorable";

/** The copies of the database in another region. */
export interface Elsewhere {
  readonly region: string;
  /** Newest first. */
  readonly snapshots: readonly DBSnapshot[];
}

const DAY_MILLISECONDS = 86_400_000;

/**
 * The copies that AWS Backup made; undefined for an environment that has none. RDS lists such snapshots only if they are asked for.
 */
export async function copiesElsewhere(operation: Operation): Promise<Elsewhere | undefined> {
  const { name, database } = operation.environment;
  if (!database.copies) return undefined;
  const { region } = database.copies;
  const snapshots: DBSnapshot[] = [];
  const pages = paginateDescribeDBSnapshots(
    { client: operation.clientIn(region, RDSClient) },
    { DBInstanceIdentifier: name, SnapshotType: "awsbackup" },
  );
  for await (const { DBSnapshots = [] } of pages) snapshots.push(...DBSnapshots);
  return { region, snapshots: snapshots.sort((one, other) => createdAt(other) - createdAt(one)) };
}

/** What is wrong with the copies. */
export function copyWarnings({ region, snapshots }: Elsewhere, now: Date): string[] {
  const newest = snapshots.find(({ Status }) => Status === "available")?.SnapshotCreateTime;
  if (newest && now.getTime() - newest.getTime() <= COPIES.alarmDays * DAY_MILLISECONDS) return [];
  return [
    `${newest ? `The newest copy in ${region} is older than ${COPIES.alarmDays} days.` : `${region} has no copy of the database yet.`} Look at the copy jobs in the console of AWS Backup.`,
  ];
}
