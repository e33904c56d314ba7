import type { Construct } from "constructs";
import type { Names } from "../../facts/names";
import { ContainerLog } from "./container-log";

/** How Laravel begins a log event, e.g. `[2026-11-22 04:15:00] production.ERROR: ...`. */
const LARAVEL_DATETIME = "%Y-%m-%d %H:%M:%S";

export interface ContainerLogsProps {
  readonly names: Names;
  readonly region: string;
  readonly retentionDays: number;

  /** Whether Laravel logs JSON, where each event is one line. */
  readonly json: boolean;
}

/** The log of each container, by the container's name. */
export type ContainerLogs = ReturnType<typeof containerLogs>;

/** The log groups of every container, in the scope of the stack. */
export function containerLogs(scope: Construct, { names, region, retentionDays, json }: ContainerLogsProps) {
  const log = (container: string, datetimeFormat?: string) =>
    new ContainerLog(scope, `${container}-log`, {
      groupName: names.logGroup(container),
      region,
      retentionDays,
      ...(datetimeFormat === undefined ? {} : { datetimeFormat }),
    });
  const laravelLog = (container: string) => log(container, json ? undefined : LARAVEL_DATETIME);
  return {
    nginx: log("nginx"),
    app: laravelLog("app"),
    worker: laravelLog("worker"),
    scheduler: laravelLog("scheduler"),
    migrate: laravelLog("migrate"),
  };
}
