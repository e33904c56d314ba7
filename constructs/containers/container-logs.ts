import type { Construct } from "constructs";
import type { WorkerGroup } from "../../config/worker-groups";
import type { Names } from "../../facts/names";
import { ContainerLog } from "./container-log";

/** How Laravel begins a log event, e.g. `[2026-11-22 04:15:00] production.ERROR: ...`. */
const LARAVEL_DATETIME = "%Y-%m-%d %H:%M:%S";

export interface ContainerLogsProps {
  readonly names: Names;
  readonly region: string;
  readonly retentionDays: number;

  /** Each has a log of its own. That of `worker` is there in any case. */
  readonly workers: readonly WorkerGroup[];

  /** Whether Laravel logs JSON, where each event is one line. */
  readonly json: boolean;
}

/** The log of each container by the container's name, that of each kind of workers, and all of them. */
export type ContainerLogs = ReturnType<typeof containerLogs>;

/** The log groups of every container, in the scope of the stack. */
export function containerLogs(
  scope: Construct,
  { names, region, retentionDays, workers, json }: ContainerLogsProps,
) {
  const log = (container: string, datetimeFormat?: string) =>
    new ContainerLog(scope, `${container}-log`, {
      groupName: names.logGroup(container),
      region,
      retentionDays,
      ...(datetimeFormat === undefined ? {} : { datetimeFormat }),
    });
  const laravelLog = (container: string) => log(container, json ? undefined : LARAVEL_DATETIME);
  const logs = {
    nginx: log("nginx"),
    app: laravelLog("app"),
    worker: laravelLog("worker"),
    scheduler: laravelLog("scheduler"),
    migrate: laravelLog("migrate"),
  };
  const workerLogs = workers.map((group) => ({
    group,
    log: group.name === "worker" ? logs.worker : laravelLog(group.name),
  }));
  const all = [...new Set([...Object.values(logs), ...workerLogs.map((each) => each.log)])];
  return { ...logs, workers: workerLogs, all };
}
