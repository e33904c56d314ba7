import { BackupClient, paginateListCopyJobs } from "@aws-sdk/client-backup";
import type { DBSnapshot } from "@aws-sdk/client-rds";
import { paginateDescribeDBSnapshots, RDSClient } from "@aws-sdk/client-rds";
import { COPIES } from "../../../facts/copies";
import type { Operation } from "../../cli/operation";
import { itemsIn } from "../../ecs/portions";
import { createdAt } from "./restorable";

/** The copies of the database in another region or account. */
export interface Elsewhere {
  /** E.g. `ap-northeast-3`, or `account 999988887777 in ap-northeast-3`. */
  readonly place: string;
  readonly region: string;
  readonly account: string | undefined;
  /** Newest first. */
  readonly snapshots: readonly DBSnapshot[];
}

const DAY_MILLISECONDS = 86_400_000;

/** The copies that AWS Backup made; undefined for an environment that has none. */
export async function copiesElsewhere(operation: Operation): Promise<Elsewhere | undefined> {
  const { copies } = operation.environment.database;
  if (!copies) return undefined;
  const { region, account } = copies;
  const snapshots = account
    ? await copiedTo(operation, region, account)
    : await snapshotsIn(operation, region);
  return {
    place: account ? `account ${account} in ${region}` : region,
    region,
    account,
    snapshots: snapshots.sort((one, other) => createdAt(other) - createdAt(one)),
  };
}

/** RDS lists such snapshots only if they are asked for. */
function snapshotsIn(operation: Operation, region: string): Promise<DBSnapshot[]> {
  const pages = paginateDescribeDBSnapshots(
    { client: operation.clientIn(region, RDSClient) },
    { DBInstanceIdentifier: operation.environment.name, SnapshotType: "awsbackup" },
  );
  return itemsIn(pages, ({ DBSnapshots }) => DBSnapshots);
}

/** The credentials of this account cannot read the other one. AWS Backup lists here what it has copied in the last 30 days. */
async function copiedTo(operation: Operation, region: string, account: string): Promise<DBSnapshot[]> {
  const pages = paginateListCopyJobs(
    { client: operation.client(BackupClient) },
    {
      ByResourceArn: operation.names.database.arn,
      ByDestinationVaultArn: operation.names.vault(region, account).arn,
      ByState: "COMPLETED",
    },
  );
  const jobs = await itemsIn(pages, ({ CopyJobs }) => CopyJobs);
  return jobs.map(({ DestinationRecoveryPointArn = "", CreationDate }) => ({
    DBSnapshotIdentifier: DestinationRecoveryPointArn.split(":snapshot:").at(-1),
    SnapshotType: "awsbackup",
    SnapshotCreateTime: CreationDate,
    Status: "available",
  }));
}

/** What is wrong with the copies. */
export function copyWarning({ place, snapshots }: Elsewhere, now: Date): string | undefined {
  const newest = snapshots.find(({ Status }) => Status === "available")?.SnapshotCreateTime;
  if (newest && now.getTime() - newest.getTime() <= COPIES.alarmDays * DAY_MILLISECONDS) return undefined;
  return `${newest ? `The newest copy in ${place} is older than ${COPIES.alarmDays} days.` : `${place} has no copy of the database yet.`} Look at the copy jobs in the console of AWS Backup.`;
}
