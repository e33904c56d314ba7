import { MOST_HOSTS } from "../../facts/count-limits";
import type { Environment } from "../environment";
import type { InstanceType } from "../../facts/instance-types";
import { RESERVED_MEMORY_MIB } from "../../facts/host-memory";
import { findInstanceType, INSTANCE_TYPES } from "../../facts/instance-types";
import type { Check } from "./check";
import type { Demand, Resource } from "./demands";
import { demandsOf, fit, linesOf, RESOURCES } from "./demands";

const KERNEL_SHARE = 0.05;
const KERNEL_FIXED_MIB = 64;

const CPU_UNITS_PER_VCPU = 1_024;

/**
 * A lower bound of the memory of a host that is available for tasks.
 *
 * A host registers the memory that its kernel can use, which is less than advertised, and AWS publishes no formula
 * ("Reserving Amazon ECS Linux container instance memory"). Known: m4.large 7985 of 8192 MiB (that page); m6i.large
 * 7817 of 8192 MiB (github.com/aws/amazon-ecs-ami/issues/597); small types lose a larger share. 5 % and 64 MiB less than
 * advertised is below these; a real host may have up to some hundred MiB more.
 */
export function usableMemoryMiB(advertisedMiB: number): number {
  return registeredMemoryMiB(advertisedMiB) - RESERVED_MEMORY_MIB;
}

/** What a host registers before it reserves memory for its own programs. */
export const registeredMemoryMiB = (advertisedMiB: number) =>
  Math.floor(advertisedMiB * (1 - KERNEL_SHARE)) - KERNEL_FIXED_MIB;

/** The capacity of one host for tasks. */
const capacityOf = (type: InstanceType, resource: Resource) =>
  resource === "memoryMiB" ? usableMemoryMiB(type.memoryMiB) : type.vcpus * CPU_UNITS_PER_VCPU;

/** The same as a line of a message. */
export const capacityLine = (type: InstanceType, resource: Resource) =>
  resource === "memoryMiB"
    ? `  ${type.memoryMiB} MiB advertised - ${type.memoryMiB - registeredMemoryMiB(type.memoryMiB)} for the kernel - ${RESERVED_MEMORY_MIB} for the system = ${usableMemoryMiB(type.memoryMiB)} MiB`
    : `  ${type.vcpus} vCPUs of ${CPU_UNITS_PER_VCPU} = ${capacityOf(type, resource)} CPU units`;

const tasksFitMemory: Check = (environment) => {
  const { hosts } = environment;
  const type = findInstanceType(hosts.instanceType);
  const demands = demandsOf(environment, "least");
  if (!type || fit(demands, "memoryMiB", capacityOf(type, "memoryMiB"), hosts.minimum)) return undefined;

  return {
    path: "hosts.instanceType",
    got: [
      `"${type.name}", but the tasks do not fit during a deployment:`,
      ...linesOf(demands, "memoryMiB"),
    ].join("\n"),
    allowed: [
      `the capacity of ${type.name} for tasks${onHosts(hosts.minimum)}:`,
      capacityLine(type, "memoryMiB"),
    ].join("\n"),
    fix: ["One of these:", ...fixes(environment, type)].join("\n  - "),
  };
};

function fixes(environment: Environment, type: InstanceType): string[] {
  const { hosts, web, worker, workers, scheduler, oneOffTask } = environment;
  const demands = demandsOf(environment, "least");

  const smallerApp = largestThat((memoryMiB) =>
    fit(
      demandsOf({ web: { ...web, app: { memoryMiB } }, worker, workers, scheduler, oneOffTask }, "least"),
      "memoryMiB",
      capacityOf(type, "memoryMiB"),
      hosts.minimum,
    ),
  );

  return [
    // 128 MiB is PHP's default memory_limit; less is not useful.
    ...(smallerApp >= 128 ? [`web.app.memoryMiB: ${smallerApp} or less`] : []),
    ...otherTypes(demands, type, hosts.minimum),
    ...moreHosts(demands, type, hosts.minimum),
  ];
}

const tasksFitCpu: Check = (environment) => {
  const { hosts, web, worker, workers, scheduler, oneOffTask } = environment;
  const type = findInstanceType(hosts.instanceType);
  if (!type || !web.scaling) return undefined;
  const { scaling } = web;
  const perHost = capacityOf(type, "cpuUnits");
  const demandsWith = (cpuUnits: number) =>
    demandsOf(
      { web: { ...web, scaling: { ...scaling, cpuUnits } }, worker, workers, scheduler, oneOffTask },
      "least",
    );
  const demands = demandsWith(scaling.cpuUnits);
  if (fit(demands, "cpuUnits", perHost, hosts.minimum)) return undefined;

  const fewerUnits = largestThat((cpuUnits) =>
    fit(demandsWith(cpuUnits), "cpuUnits", perHost, hosts.minimum),
  );
  return {
    path: "web.scaling.cpuUnits",
    got: [
      `${scaling.cpuUnits}, but the tasks do not fit during a deployment:`,
      ...linesOf(demands, "cpuUnits"),
    ].join("\n"),
    allowed: [
      `the capacity of ${type.name} for tasks${onHosts(hosts.minimum)}:`,
      capacityLine(type, "cpuUnits"),
    ].join("\n"),
    fix: [
      "One of these:",
      ...(fewerUnits >= 128 ? [`web.scaling.cpuUnits: ${fewerUnits} or less`] : []),
      ...otherTypes(demands, type, hosts.minimum),
      ...moreHosts(demands, type, hosts.minimum),
    ].join("\n  - "),
  };
};

const onHosts = (hosts: number) => (hosts === 1 ? "" : `, on each of ${hosts} hosts`);

/** The first resource that hosts of a type have too little of for the demands. */
export const lackOf = (demands: readonly Demand[], type: InstanceType, hosts: number) =>
  RESOURCES.find((resource) => !fit(demands, resource, capacityOf(type, resource), hosts));

/** Types of the same architecture where the demands fit, as fixes. */
export function otherTypes(demands: readonly Demand[], type: InstanceType, hosts: number): string[] {
  const [family = ""] = type.name.split(".");
  const candidates = INSTANCE_TYPES.filter(
    (other) => other.architecture === type.architecture && !lackOf(demands, other, hosts),
  );
  const nextSize = candidates.find(({ name }) => name.startsWith(`${family}.`));
  const [cheapest] = candidates;
  return [
    ...(cheapest && cheapest !== nextSize
      ? [`hosts.instanceType: "${cheapest.name}", the cheapest that fits`]
      : []),
    ...(nextSize ? [`hosts.instanceType: "${nextSize.name}", the next size of ${family} that fits`] : []),
  ];
}

/** The smallest number of hosts where the demands fit, if it is within so many more. */
export const hostsFor = (demands: readonly Demand[], type: InstanceType, atLeast: number, within: number) =>
  Array.from({ length: within }, (_, more) => atLeast + 1 + more).find(
    (count) => count <= MOST_HOSTS && !lackOf(demands, type, count),
  );

function moreHosts(demands: readonly Demand[], type: InstanceType, minimum: number): string[] {
  const count = hostsFor(demands, type, minimum, 3);
  return count ? [`hosts.minimum: ${count} (and hosts.maximum above it)`] : [];
}

/** The largest multiple of `step` up to `most` that passes, or 0. Each value below one that passes must pass too. */
export function largestThat(passes: (value: number) => boolean, most = 65_536, step = 32): number {
  let [passing, failing] = [0, Math.floor(most / step) + 1];
  while (failing - passing > 1) {
    const middle = Math.floor((passing + failing) / 2);
    if (passes(middle * step)) passing = middle;
    else failing = middle;
  }
  return passing * step;
}

export const capacityChecks = [tasksFitMemory, tasksFitCpu];
