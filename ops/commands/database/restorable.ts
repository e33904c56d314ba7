import type { DBSnapshot } from "@aws-sdk/client-rds";
import {
  paginateDescribeDBInstanceAutomatedBackups,
  paginateDescribeDBSnapshots,
  RDSClient,
} from "@aws-sdk/client-rds";
import type { Operation } from "../../cli/operation";
import { itemsIn } from "../../ecs/portions";
import type { Instances } from "./instances";
import { copyKindOf, isOf, replacedAt } from "./instances";

/** The times to which a database can be restored. RDS keeps its transaction logs as long as its automated backups. */
export interface Window {
  readonly instance: string;
  readonly resourceId: string;
  readonly from: Date;
  readonly until: Date;
  readonly allocatedStorage: number;
  /** Whether the instance still exists. Automated backups can be kept longer than it. */
  readonly exists: boolean;
}

/** What an environment's database can be restored from. */
export interface Restorable {
  /** That of the environment's own database first, then the newest. */
  readonly windows: readonly Window[];
  /** Of the environment's databases, newest first. */
  readonly snapshots: readonly DBSnapshot[];
  /** All others of the account and region. */
  readonly foreignSnapshots: readonly DBSnapshot[];
}

/** All backups. They are filtered here, because RDS keeps the name that an instance had, and cannot filter by its beginning. */
export async function restorableOf(operation: Operation, instances: Instances): Promise<Restorable> {
  const { name } = operation.environment;
  const [windows, snapshots] = await Promise.all([windowsOf(operation, instances), allSnapshots(operation)]);
  const isOurs = ({ DBInstanceIdentifier }: DBSnapshot) => isOf(name, DBInstanceIdentifier);
  return {
    windows,
    snapshots: snapshots.filter(isOurs).sort((one, other) => createdAt(other) - createdAt(one)),
    foreignSnapshots: snapshots.filter((snapshot) => !isOurs(snapshot)),
  };
}

/** A snapshot that is being created has no time yet. */
export const createdAt = ({ SnapshotCreateTime }: DBSnapshot) => SnapshotCreateTime?.getTime() ?? Infinity;

async function windowsOf(operation: Operation, { own, copies }: Instances): Promise<Window[]> {
  const { name } = operation.environment;
  const existing = new Map([own, ...copies].map((each) => [each?.DbiResourceId, each]));
  const windows: Window[] = [];
  const pages = paginateDescribeDBInstanceAutomatedBackups({ client: operation.client(RDSClient) }, {});
  for await (const { DBInstanceAutomatedBackups = [] } of pages) {
    for (const {
      DbiResourceId = "",
      DBInstanceIdentifier,
      RestoreWindow,
      AllocatedStorage,
    } of DBInstanceAutomatedBackups) {
      const instance = existing.get(DbiResourceId);
      const identifier = instance?.DBInstanceIdentifier ?? DBInstanceIdentifier ?? "";
      const { EarliestTime, LatestTime } = RestoreWindow ?? {};
      // The instance knows it to the minute, its backup may be behind.
      const until = instance?.LatestRestorableTime ?? LatestTime;
      if (!isOf(name, identifier) || !EarliestTime || !until) continue;
      windows.push({
        instance: identifier,
        resourceId: DbiResourceId,
        from: EarliestTime,
        until,
        allocatedStorage: AllocatedStorage ?? 0,
        exists: instance !== undefined,
      });
    }
  }
  const rank = ({ instance, exists }: Window) => {
    if (instance === name && exists) return 0;
    return isBeside(name, instance) ? 2 : 1;
  };
  return whileInUse(name, windows, copies).sort(
    (one, other) => rank(one) - rank(other) || other.until.getTime() - one.until.getTime(),
  );
}

/** Whether an instance was restored beside the database. RDS keeps this name for its backups, also after a swap. */
const isBeside = (name: string, instance: string) =>
  ["restored", "drill"].includes(copyKindOf(name, instance) ?? "");

/**
 * The windows, each only of the time in which its instance was the environment's database. A restored database has backups before it
 * is swapped with the present one, and a replaced one has them afterwards, and neither has what the application wrote then.
 */
function whileInUse(name: string, windows: readonly Window[], copies: Instances["copies"]): Window[] {
  const identifiers = [
    ...windows.map(({ instance }) => instance),
    ...copies.map(({ DBInstanceIdentifier }) => DBInstanceIdentifier),
  ];
  const swaps = identifiers.flatMap((identifier) => replacedAt(name, identifier) ?? []);
  return windows
    .filter(({ instance, exists }) => !(exists && isBeside(name, instance)))
    .map((window) => {
      const end = replacedAt(name, window.instance);
      if (!end && !(window.instance === name && window.exists)) return window;
      const beginnings = swaps.filter((swap) => !end || swap < end);
      return {
        ...window,
        from: latest([window.from, ...beginnings]),
        until: end && end < window.until ? end : window.until,
      };
    })
    .filter(({ from, until }) => from <= until);
}

const latest = (times: readonly Date[]) => new Date(Math.max(...times.map((time) => time.getTime())));

function allSnapshots(operation: Operation): Promise<DBSnapshot[]> {
  const pages = paginateDescribeDBSnapshots({ client: operation.client(RDSClient) }, {});
  return itemsIn(pages, ({ DBSnapshots }) => DBSnapshots);
}
