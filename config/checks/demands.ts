import { cpuUnitsOf } from "../cpu-units";
import type { Environment } from "../environment";

/** What a host has a limited amount of, and a task keeps for itself. */
export const RESOURCES = ["memoryMiB", "cpuUnits"] as const;
export type Resource = (typeof RESOURCES)[number];

const UNITS: Readonly<Record<Resource, string>> = { memoryMiB: "MiB", cpuUnits: "CPU units" };

/** Tasks of one kind that may be there at once. */
export interface Demand {
  readonly what: string;
  readonly count: number;

  /** What each takes, and how that comes about. */
  readonly each: Readonly<Record<Resource, number>>;
  readonly parts: Readonly<Record<Resource, string>>;
}

export type Tasks = Pick<Environment, "web" | "worker" | "scheduler" | "oneOffTask">;

/** How many tasks there are: as many as without load, or as many as scaling may ask for. */
export type Load = "least" | "most";

/** A rolling deploy at 100/200 % runs every copy twice, and a migration and the scheduler may run beside them. */
export function demandsOf({ web, worker, scheduler, oneOffTask }: Tasks, load: Load): Demand[] {
  const cpu = cpuUnitsOf({ web, worker });
  const sidecar = worker.runs === "sidecar";
  const countOf = ({ desiredCount, scaling }: Tasks["web"] | Tasks["worker"]) =>
    load === "most" && scaling ? scaling.maximum : desiredCount;
  const rolling = (what: string, count: number) => ({
    what: `${what} (${count} running, ${count} starting)`,
    count: 2 * count,
  });
  const one = (container: string, memoryMiB: number) => {
    const each = { memoryMiB, cpuUnits: cpu[container] ?? 0 };
    return { each, parts: { memoryMiB: String(memoryMiB), cpuUnits: String(each.cpuUnits) } };
  };

  return [
    {
      ...rolling("web tasks", countOf(web)),
      each: {
        memoryMiB: web.nginx.memoryMiB + web.app.memoryMiB + (sidecar ? worker.memoryMiB : 0),
        cpuUnits: web.scaling?.cpuUnits ?? 0,
      },
      parts: {
        memoryMiB:
          `nginx ${web.nginx.memoryMiB} + app ${web.app.memoryMiB}` +
          (sidecar ? ` + worker ${worker.memoryMiB}` : ""),
        cpuUnits: String(web.scaling?.cpuUnits ?? 0),
      },
    },
    ...(worker.runs === "service"
      ? [{ ...rolling("worker tasks", countOf(worker)), ...one("worker", worker.memoryMiB) }]
      : []),
    ...(scheduler.runs === "none"
      ? []
      : [{ what: "scheduler task", count: 1, ...one("scheduler", scheduler.memoryMiB) }]),
    { what: "one-off task (a migration)", count: 1, ...one("migrate", oneOffTask.memoryMiB) },
  ];
}

const totalOf = (demands: readonly Demand[], resource: Resource) =>
  demands.reduce((total, { count, each }) => total + count * each[resource], 0);

/** The demands as the lines of a sum. */
export const linesOf = (demands: readonly Demand[], resource: Resource) => [
  ...demands.map(
    (demand) =>
      `  ${demand.count} ${demand.what} of ${demand.parts[resource]} ${UNITS[resource]} = ${totalOf([demand], resource)} ${UNITS[resource]}`,
  ),
  `  together ${totalOf(demands, resource)} ${UNITS[resource]}`,
];

/**
 * Whether the demands fit in whatever order ECS places them. A task is never split between hosts: it finds no room only
 * where every host is fuller than its capacity less the task's, so it always does while the others together take no more
 * than that on all of them.
 */
export function fit(demands: readonly Demand[], resource: Resource, perHost: number, hosts: number): boolean {
  const total = totalOf(demands, resource);
  return demands.every(({ each }) => total - each[resource] <= hosts * (perHost - each[resource]));
}
