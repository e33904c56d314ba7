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

interface Demand {
  readonly webMiB: number;
  readonly webCopies: number;
  readonly oneOffMiB: number;
}

/** A rolling deploy at 100/200 % runs every copy twice, and a migration may run beside them. */
function demandOf({ web, oneOffTask }: Environment): Demand {
  return {
    webMiB: web.nginx.memoryMiB + web.app.memoryMiB,
    webCopies: 2 * web.desiredCount,
    oneOffMiB: oneOffTask.memoryMiB,
  };
}

/**
 * Whether the demand fits in whatever order ECS places it: a task is never split between hosts, so free memory that is
 * spread over several hosts may hold nothing.
 */
function fits({ webMiB, webCopies, oneOffMiB }: Demand, usableMiB: number, hosts: number): boolean {
  if (usableMiB < oneOffMiB) return false;
  const alone = Math.floor(usableMiB / webMiB);
  const besideOneOff = Math.floor((usableMiB - oneOffMiB) / webMiB);
  const whenOneOffIsFirst = (hosts - 1) * alone + besideOneOff;
  const whenOneOffIsLast = hosts * besideOneOff + hosts - 1;
  return webCopies <= Math.min(whenOneOffIsFirst, whenOneOffIsLast);
}

const tasksFitHosts: Check = (environment) => {
  const { hosts, web } = environment;
  const type = findInstanceType(hosts.instanceType);
  const demand = demandOf(environment);
  if (!type || fits(demand, usableMemoryMiB(type.memoryMiB), hosts.minimum)) return [];

  const usable = usableMemoryMiB(type.memoryMiB);
  const needed = demand.webCopies * demand.webMiB + demand.oneOffMiB;
  const count = hosts.minimum === 1 ? "" : `, on each of ${hosts.minimum} hosts`;
  return [
    {
      path: "hosts.instanceType",
      got: [
        `"${type.name}", and tasks that do not fit during a deploy:`,
        `  ${demand.webCopies} web tasks (${web.desiredCount} running, ${web.desiredCount} starting) of nginx ${web.nginx.memoryMiB} + app ${web.app.memoryMiB} MiB = ${demand.webCopies * demand.webMiB} MiB`,
        `  1 one-off task (a migration) = ${demand.oneOffMiB} MiB`,
        `  together ${needed} MiB`,
      ].join("\n"),
      allowed: [
        `what ${type.name} has for tasks${count}:`,
        `  ${type.memoryMiB} MiB advertised - ${type.memoryMiB - registeredMemoryMiB(type.memoryMiB)} for the kernel - ${RESERVED_MEMORY_MIB} for the system = ${usable} MiB`,
      ].join("\n"),
      fix: ["One of these:", ...fixes(environment, demand, type)].join("\n  - "),
    },
  ];
};

function fixes(environment: Environment, demand: Demand, type: InstanceType): string[] {
  const { hosts, web } = environment;
  const fitsOn = (candidate: InstanceType) =>
    fits(demand, usableMemoryMiB(candidate.memoryMiB), hosts.minimum);
  const [family = ""] = type.name.split(".");

  const usable = usableMemoryMiB(type.memoryMiB);
  const smallerApp = largestThat((memoryMiB) =>
    fits({ ...demand, webMiB: web.nginx.memoryMiB + memoryMiB }, usable, hosts.minimum),
  );
  const candidates = INSTANCE_TYPES.filter(
    (candidate) => candidate.architecture === type.architecture && fitsOn(candidate),
  );
  const nextSize = candidates.find(({ name }) => name.startsWith(`${family}.`));
  const [cheapest] = candidates;
  const moreHosts = [2, 3, 4]
    .map((more) => hosts.minimum + more - 1)
    .find((count) => fits(demand, usable, count));

  return [
    // PHP's default memory_limit; less would help nobody.
    ...(smallerApp >= 128 ? [`web.app.memoryMiB: ${smallerApp} or less`] : []),
    ...(cheapest && cheapest !== nextSize
      ? [`hosts.instanceType: "${cheapest.name}", the cheapest that fits`]
      : []),
    ...(nextSize ? [`hosts.instanceType: "${nextSize.name}", the next size of ${family} that fits`] : []),
    ...(moreHosts && moreHosts > hosts.minimum
      ? [`hosts.minimum: ${moreHosts} (and hosts.maximum above it)`]
      : []),
  ];
}

/** The largest multiple of 32 MiB that passes, or 0. */
function largestThat(passes: (memoryMiB: number) => boolean): number {
  for (let memoryMiB = 65_536; memoryMiB > 0; memoryMiB -= 32) if (passes(memoryMiB)) return memoryMiB;
  return 0;
}

export const capacityChecks = [tasksFitHosts];
