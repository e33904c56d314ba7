import { cpuUnitsOf } from "../cpu-units";
import type { Environment } from "../environment";
import { workerGroupsOf } from "../worker-groups";

/** The resources of a host that tasks reserve. */
export const RESOURCES = ["memoryMiB", "cpuUnits"] as const;
export type Resource = (typeof RESOURCES)[number];

const UNITS: Readonly<Record<Resource, string>> = { memoryMiB: "MiB", cpuUnits: "CPU units" };

/** Tasks of one kind that may run at the same time. */
export interface Demand {
  readonly what: string;
  readonly count: number;

  /** What each task reserves, and the sum that it results from. */
  readonly each: Readonly<Record<Resource, number>>;
  readonly parts: Readonly<Record<Resource, string>>;
}

export type Tasks = Pick<Environment, "web" | "worker" | "workers" | "scheduler" | "oneOffTask">;

/** The number of tasks: without load, or the most that scaling can start. */
export type Load = "least" | "most";

/** A rolling update at 100/200 % runs every task twice, and a migration and the scheduler may run at the same time. */
export function demandsOf(tasks: Tasks, load: Load): Demand[] {
  const { web, scheduler, oneOffTask } = tasks;
  const cpu = cpuUnitsOf(tasks);
  const groups = workerGroupsOf(tasks);
  const sidecars = groups.filter(({ runs }) => runs === "sidecar");
  const countOf = ({
    desiredCount,
    scaling,
  }: Pick<Tasks["web"] | Tasks["worker"], "desiredCount" | "scaling">) =>
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
        memoryMiB: sidecars.reduce(
          (sum, { memoryMiB }) => sum + memoryMiB,
          web.nginx.memoryMiB + web.app.memoryMiB,
        ),
        cpuUnits: web.scaling?.cpuUnits ?? 0,
      },
      parts: {
        memoryMiB: [
          `nginx ${web.nginx.memoryMiB}`,
          `app ${web.app.memoryMiB}`,
          ...sidecars.map(({ name, memoryMiB }) => `${name} ${memoryMiB}`),
        ].join(" + "),
        cpuUnits: String(web.scaling?.cpuUnits ?? 0),
      },
    },
    ...groups
      .filter(({ runs }) => runs === "service")
      .map((group) => ({
        ...rolling(`${group.name} tasks`, countOf(group)),
        ...one(group.name, group.memoryMiB),
      })),
    ...(scheduler.runs === "none"
      ? []
      : [{ what: "scheduler task", count: 1, ...one("scheduler", scheduler.memoryMiB) }]),
    { what: "one-off task (a migration)", count: 1, ...one("migrate", oneOffTask.memoryMiB) },
  ];
}

const totalOf = (demands: readonly Demand[], resource: Resource) =>
  demands.reduce((total, { count, each }) => total + count * each[resource], 0);

/** The demands and their sum, one per line. */
export const linesOf = (demands: readonly Demand[], resource: Resource) => [
  ...demands.map(
    (demand) =>
      `  ${demand.count} ${demand.what} of ${demand.parts[resource]} ${UNITS[resource]} = ${totalOf([demand], resource)} ${UNITS[resource]}`,
  ),
  `  total ${totalOf(demands, resource)} ${UNITS[resource]}`,
];

/**
 * Whether the demands fit, in any order in which ECS places them. A task is never split between hosts: it does not fit only
 * if every host has less free than the task needs. So it always fits while the other tasks together use no more than all
 * hosts have without this free space.
 */
export function fit(demands: readonly Demand[], resource: Resource, perHost: number, hosts: number): boolean {
  const total = totalOf(demands, resource);
  return demands.every(({ each }) => total - each[resource] <= hosts * (perHost - each[resource]));
}
