import type { EnvironmentValues } from "../../../config/schema/schema";
import { isBurstableClass, maxConnectionsOf } from "../../../facts/database-classes";
import type { AlarmRules } from "./alarm-rule";
import { FIFTEEN_MINUTES } from "./alarm-rule";
import { BORROWED_CREDITS } from "./host-alarms";
import { databaseMetrics } from "./metric";

const GIB = 1024 ** 3;

/** RDS grows a volume that has less than this share free ("Managing capacity automatically with Amazon RDS storage autoscaling"). */
const GROWS_BELOW = 0.1;

const USED_CONNECTIONS = 0.8;

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
      description: `The free storage of the database has been below ${GROWS_BELOW * 100} % of ${database.storageGiB} GiB for half an hour.`,
      action: `RDS should have grown the volume. It has reached database.maximumStorageGiB (${database.maximumStorageGiB}), or it grew less than six hours ago. Raise the maximum, or delete data: a full volume stops the database.`,
      metric: metrics.freeStorage,
      threshold: { below: GROWS_BELOW * database.storageGiB * GIB },
      ...FIFTEEN_MINUTES,
      periods: 6,
    },
    "database-cpu": {
      description: "The CPU use of the database has been above 80 % for fifteen minutes.",
      action:
        "Check the slow query log for a statement that lacks an index. If there is none, choose a larger database.instanceClass.",
      metric: metrics.cpu,
      threshold: { above: 80 },
      ...FIFTEEN_MINUTES,
    },
    ...(connections === undefined
      ? {}
      : {
          "database-connections": {
            description: `For five minutes more than ${USED_CONNECTIONS * 100} % of the connections have been in use; a ${database.instanceClass} has about ${connections}.`,
            action:
              "At the limit MySQL rejects every new connection. SHOW PROCESSLIST shows which clients hold them: usually too many PHP-FPM workers or queue workers, or a transaction that does not end.",
            metric: metrics.connections,
            threshold: { above: Math.floor(USED_CONNECTIONS * connections) },
            periods: 5,
            periodSeconds: 60,
            treatMissingData: "ignore",
          } as const,
        }),
    ...(isBurstableClass(database.instanceClass)
      ? {
          "database-cpu-credits": {
            description: "The database has used one vCPU hour beyond its CPU credits.",
            action:
              "It stays fast, because it runs in unlimited mode. Surplus credits that it does not earn back within a day are billed (0.075 USD per vCPU hour). If this load is normal, an instance class of fixed performance (m, r) or a larger one is cheaper.",
            metric: metrics.surplusCredits,
            threshold: { atLeast: BORROWED_CREDITS },
            ...FIFTEEN_MINUTES,
          } as const,
          "database-disk-burst": {
            description:
              "The database has used more than 80 % of the burst credits of its class for access to its volume.",
            action:
              "Without credits it falls to its baseline, and statements wait for the disk. Check the slow query log for full table scans. If there are none, choose a larger database.instanceClass.",
            metric: {
              of: { throughput: metrics.throughputBurst, operations: metrics.operationsBurst },
              as: { left: "MIN([throughput, operations])" },
            },
            threshold: { below: 20 },
            ...FIFTEEN_MINUTES,
          } as const,
        }
      : {}),
  };
}
