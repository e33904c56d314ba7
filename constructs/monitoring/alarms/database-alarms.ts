import type { EnvironmentValues } from "../../../config/schema/schema";
import { isBurstableClass, maxConnectionsOf } from "../../../facts/database-classes";
import type { AlarmRules } from "./alarm-rule";
import { BORROWED_CREDITS } from "./host-alarms";
import { databaseMetrics } from "./metric";

const GIB = 1024 ** 3;

/** RDS grows a volume with less than this free ("Managing capacity automatically with Amazon RDS storage autoscaling"). */
const GROWS_BELOW = 0.1;

const USED_CONNECTIONS = 0.8;

/** Series that RDS publishes each minute while the instance runs: that there is none says nothing. */
const EVERY_FIVE_MINUTES = { periodSeconds: 300, missing: "missing" } as const;

export interface DatabaseAlarmsProps {
  /** Of the RDS instance. */
  readonly identifier: string;
  readonly settings: Pick<
    EnvironmentValues["database"],
    "instanceClass" | "storageGiB" | "maximumStorageGiB"
  >;
}

export function databaseAlarms({ identifier, settings: database }: DatabaseAlarmsProps): AlarmRules {
  const metrics = databaseMetrics(identifier);
  const connections = maxConnectionsOf(database.instanceClass);
  return {
    "database-storage": {
      says: `Less than ${GROWS_BELOW * 100} % of the database's first ${database.storageGiB} GiB has been free for half an hour.`,
      todo: `RDS should have grown the volume by itself: it is at database.maximumStorageGiB (${database.maximumStorageGiB}), or it grew less than six hours ago. Raise the maximum, or delete data; a full volume stops the database.`,
      watches: metrics.freeStorage,
      alarming: { below: GROWS_BELOW * database.storageGiB * GIB },
      periods: 6,
      ...EVERY_FIVE_MINUTES,
    },
    "database-cpu": {
      says: "The database's CPU has been above 80 % for fifteen minutes.",
      todo: "Look at the slow query log for a statement that lacks an index; then a larger database.instanceClass.",
      watches: metrics.cpu,
      alarming: { above: 80 },
      periods: 3,
      ...EVERY_FIVE_MINUTES,
    },
    ...(connections === undefined
      ? {}
      : {
          "database-connections": {
            says: `More than ${USED_CONNECTIONS * 100} % of the about ${connections} connections of a ${database.instanceClass} have been in use for five minutes.`,
            todo: "Beyond the limit MySQL refuses everybody. SHOW PROCESSLIST tells who holds them: usually too many PHP-FPM workers or queue workers, or a transaction that never ends.",
            watches: metrics.connections,
            alarming: { above: Math.floor(USED_CONNECTIONS * connections) },
            periods: 5,
            periodSeconds: 60,
            missing: "missing",
          } as const,
        }),
    ...(isBurstableClass(database.instanceClass)
      ? {
          "database-cpu-credits": {
            says: "The database has spent an hour of a vCPU more than its class earns.",
            todo: "It stays fast, as it may borrow, but what it does not earn back within a day is billed (0.075 USD per vCPU and hour). If this is the usual load, a class of fixed performance (m, r) or a larger one is cheaper.",
            watches: metrics.surplusCredits,
            alarming: { atLeast: BORROWED_CREDITS },
            periods: 3,
            ...EVERY_FIVE_MINUTES,
          } as const,
          "database-disk-burst": {
            says: "The database has used up more than 80 % of the burst its class has for reaching its volume.",
            todo: "At zero it falls to its baseline, and statements wait for the disk. Look at the slow query log for full table scans; then a larger database.instanceClass.",
            watches: {
              of: { throughput: metrics.throughputBurst, operations: metrics.operationsBurst },
              as: { left: "MIN([throughput, operations])" },
            },
            alarming: { below: 20 },
            periods: 3,
            ...EVERY_FIVE_MINUTES,
          } as const,
        }
      : {}),
  };
}
