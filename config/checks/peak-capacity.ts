import { findInstanceType } from "../../facts/instance-types";
import { capacityLine, hostsFor, lackOf, largestThat, otherTypes } from "./capacity";
import type { Check } from "./check";
import type { Tasks } from "./demands";
import { demandsOf, linesOf } from "./demands";

/** The message suggests at most so many more hosts. */
const MORE_HOSTS = 20;

/**
 * The most tasks that scaling can start must fit on `hosts.maximum` hosts, also during a deployment: ECS waits for room
 * without a timeout.
 */
const scaledTasksFitHosts: Check = ({ hosts, web, worker, workers, scheduler, oneOffTask }) => {
  const type = findInstanceType(hosts.instanceType);
  if (!type || ![web, worker, ...workers].some(({ scaling }) => scaling)) return undefined;

  const tasks = { web, worker, workers, scheduler, oneOffTask };
  const demands = demandsOf(tasks, "most");
  const lack = lackOf(demands, type, hosts.maximum);
  if (!lack) return undefined;

  const fits = (changed: Tasks) => !lackOf(demandsOf(changed, "most"), type, hosts.maximum);
  const more = hostsFor(demands, type, hosts.maximum, MORE_HOSTS);
  return {
    path: "hosts.maximum",
    got: [
      `${hosts.maximum}, but the tasks do not fit during a deployment when scaled out:`,
      ...linesOf(demands, lack),
    ].join("\n"),
    allowed: [
      `the capacity of ${type.name} for tasks, on each of ${hosts.maximum} hosts:`,
      capacityLine(type, lack),
    ].join("\n"),
    fix: [
      "One of these:",
      ...lowerMaximum("web", web, (changed) => fits({ ...tasks, web: changed })),
      ...lowerMaximum("worker", worker, (changed) => fits({ ...tasks, worker: changed })),
      ...workers.flatMap((group, index) =>
        lowerMaximum(`workers[${index}]`, group, (changed) =>
          fits({ ...tasks, workers: workers.with(index, changed) }),
        ),
      ),
      ...(more ? [`hosts.maximum: ${more}`] : []),
      ...otherTypes(demands, type, hosts.maximum),
    ].join("\n  - "),
  };
};

interface Scaled {
  readonly desiredCount: number;
  readonly scaling?: { readonly maximum: number } | undefined;
}

function lowerMaximum<Tasks extends Scaled>(
  path: string,
  tasks: Tasks,
  fits: (tasks: Tasks) => boolean,
): string[] {
  const { desiredCount, scaling } = tasks;
  if (!scaling) return [];
  const lower = largestThat(
    (maximum) => fits({ ...tasks, scaling: { ...scaling, maximum } }),
    scaling.maximum,
    1,
  );
  return lower > desiredCount ? [`${path}.scaling.maximum: ${lower} or less`] : [];
}

export const peakCapacityChecks = [scaledTasksFitHosts];
