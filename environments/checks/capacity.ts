import type { Environment } from "../environment";
import type { InstanceType } from "../tables/instance-types";
import { findInstanceType, INSTANCE_TYPES } from "../tables/instance-types";
import type { Check } from "./checks";

/**
 * Memory the ECS agent keeps from tasks (`ECS_RESERVED_MEMORY`), for the operating system, Docker and the agents of
 * ECS and Systems Manager. The launch template sets the figure that is subtracted here.
 */
export const RESERVED_MEMORY_MIB = 128;

const KERNEL_SHARE = 0.05;
const KERNEL_FIXED_MIB = 64;

/**
 * Memory of a host that tasks can be placed in, on the careful side.
 *
 * A host registers what its kernel can use, which is less than what is advertised, and AWS publishes no formula
 * ("Reserving Amazon ECS Linux container instance memory"). Known: m4.large 7985 of 8192 MiB (that page); m6i.large
 * 7817 of 8192 MiB (github.com/aws/amazon-ecs-ami/issues/597); small types lose a larger share. 5 % and 64 MiB stay
 * below these; a real host may have up to some hundred MiB more.
 */
export function usableMemoryMiB(advertisedMiB: number): number {
  return registeredMemoryMiB(advertisedMiB) - RESERVED_MEMORY_MIB;
}

const registeredMemoryMiB = (advertisedMiB: number) =>
  Math.floor(advertisedMiB * (1 - KERNEL_SHARE)) - KERNEL_FIXED_MIB;

/** Tasks of one kind that may be there at once. */
interface Demand {
  readonly what: string;
  readonly count: number;
  readonly memoryMiB: number;
}

type Tasks = Pick<Environment, "web" | "worker" | "scheduler" | "oneOffTask">;

/** A rolling deploy at 100/200 % runs every copy twice, and a migration and the scheduler may run beside them. */
function demandsOf({ web, worker, scheduler, oneOffTask }: Tasks): Demand[] {
  const rolling = (count: number) => `(${count} running, ${count} starting)`;
  const sidecar = worker.runs === "sidecar";
  return [
    {
      what:
        `web tasks ${rolling(web.desiredCount)} of nginx ${web.nginx.memoryMiB} + app ${web.app.memoryMiB}` +
        (sidecar ? ` + worker ${worker.memoryMiB}` : ""),
      count: 2 * web.desiredCount,
      memoryMiB: web.nginx.memoryMiB + web.app.memoryMiB + (sidecar ? worker.memoryMiB : 0),
    },
    ...(worker.runs === "service"
      ? [
          {
            what: `worker tasks ${rolling(worker.desiredCount)} of ${worker.memoryMiB}`,
            count: 2 * worker.desiredCount,
            memoryMiB: worker.memoryMiB,
          },
        ]
      : []),
    ...(scheduler.runs === "none"
      ? []
      : [{ what: `scheduler task of ${scheduler.memoryMiB}`, count: 1, memoryMiB: scheduler.memoryMiB }]),
    {
      what: `one-off task (a migration) of ${oneOffTask.memoryMiB}`,
      count: 1,
      memoryMiB: oneOffTask.memoryMiB,
    },
  ];
}

const totalOf = (demands: readonly Demand[]) =>
  demands.reduce((total, { count, memoryMiB }) => total + count * memoryMiB, 0);

/**
 * Whether the demands fit in whatever order ECS places them. A task is never split between hosts: it finds no room only
 * where every host is fuller than its memory less the task's, so it always does while the others together take no more
 * than that on all of them.
 */
function fit(demands: readonly Demand[], usableMiB: number, hosts: number): boolean {
  const total = totalOf(demands);
  return demands.every(({ memoryMiB }) => total - memoryMiB <= hosts * (usableMiB - memoryMiB));
}

const tasksFitHosts: Check = (environment) => {
  const { hosts } = environment;
  const type = findInstanceType(hosts.instanceType);
  const demands = demandsOf(environment);
  if (!type || fit(demands, usableMemoryMiB(type.memoryMiB), hosts.minimum)) return [];

  const usable = usableMemoryMiB(type.memoryMiB);
  const count = hosts.minimum === 1 ? "" : `, on each of ${hosts.minimum} hosts`;
  return [
    {
      path: "hosts.instanceType",
      got: [
        `"${type.name}", and tasks that do not fit during a deploy:`,
        ...demands.map((demand) => `  ${demand.count} ${demand.what} MiB = ${totalOf([demand])} MiB`),
        `  together ${totalOf(demands)} MiB`,
      ].join("\n"),
      allowed: [
        `what ${type.name} has for tasks${count}:`,
        `  ${type.memoryMiB} MiB advertised - ${type.memoryMiB - registeredMemoryMiB(type.memoryMiB)} for the kernel - ${RESERVED_MEMORY_MIB} for the system = ${usable} MiB`,
      ].join("\n"),
      fix: ["One of these:", ...fixes(environment, type)].join("\n  - "),
    },
  ];
};

function fixes(environment: Environment, type: InstanceType): string[] {
  const { hosts, web, worker, scheduler, oneOffTask } = environment;
  const demands = demandsOf(environment);
  const usable = usableMemoryMiB(type.memoryMiB);
  const [family = ""] = type.name.split(".");

  const smallerApp = largestThat((memoryMiB) =>
    fit(
      demandsOf({ web: { ...web, app: { memoryMiB } }, worker, scheduler, oneOffTask }),
      usable,
      hosts.minimum,
    ),
  );
  const candidates = INSTANCE_TYPES.filter(
    ({ architecture, memoryMiB }) =>
      architecture === type.architecture && fit(demands, usableMemoryMiB(memoryMiB), hosts.minimum),
  );
  const nextSize = candidates.find(({ name }) => name.startsWith(`${family}.`));
  const [cheapest] = candidates;
  const moreHosts = [1, 2, 3]
    .map((more) => hosts.minimum + more)
    .find((count) => fit(demands, usable, count));

  return [
    // PHP's default memory_limit; less would help nobody.
    ...(smallerApp >= 128 ? [`web.app.memoryMiB: ${smallerApp} or less`] : []),
    ...(cheapest && cheapest !== nextSize
      ? [`hosts.instanceType: "${cheapest.name}", the cheapest that fits`]
      : []),
    ...(nextSize ? [`hosts.instanceType: "${nextSize.name}", the next size of ${family} that fits`] : []),
    ...(moreHosts ? [`hosts.minimum: ${moreHosts} (and hosts.maximum above it)`] : []),
  ];
}

/** The largest multiple of 32 MiB that passes, or 0. */
function largestThat(passes: (memoryMiB: number) => boolean): number {
  for (let memoryMiB = 65_536; memoryMiB > 0; memoryMiB -= 32) if (passes(memoryMiB)) return memoryMiB;
  return 0;
}

export const capacityChecks = [tasksFitHosts];
