import { findInstanceType } from "../../facts/instance-types";
import { capacityLine, hostsFor, lackOf, largestThat, otherTypes } from "./capacity";
import type { Check } from "./check";
import type { Tasks } from "./demands";
import { demandsOf, linesOf } from "./demands";

/** Looked for among so many more hosts; whoever needs more has another problem. */
const MORE_HOSTS = 20;

/**
 * Whether the most tasks that scaling may ask for can be deployed on the most hosts that ECS may start for them. Tasks
 * are added during a deploy too, and ECS waits for room without end.
 */
const scaledTasksFitHosts: Check = ({ hosts, web, worker, scheduler, oneOffTask }) => {
  const type = findInstanceType(hosts.instanceType);
  if (!type || (!web.scaling && !worker.scaling)) return [];

  const tasks = { web, worker, scheduler, oneOffTask };
  const demands = demandsOf(tasks, "most");
  const lack = lackOf(demands, type, hosts.maximum);
  if (!lack) return [];

  const fits = (changed: Tasks) => !lackOf(demandsOf(changed, "most"), type, hosts.maximum);
  const more = hostsFor(demands, type, hosts.maximum, MORE_HOSTS);
  return [
    {
      path: "hosts.maximum",
      got: [
        `${hosts.maximum}, and tasks that do not fit during a deploy once scaled out:`,
        ...linesOf(demands, lack),
      ].join("\n"),
      allowed: [
        `what ${type.name} has for tasks, on each of ${hosts.maximum} hosts:`,
        capacityLine(type, lack),
      ].join("\n"),
      fix: [
        "One of these:",
        ...lowerMaximum(tasks, "web", fits),
        ...lowerMaximum(tasks, "worker", fits),
        ...(more ? [`hosts.maximum: ${more}`] : []),
        ...otherTypes(demands, type, hosts.maximum),
      ].join("\n  - "),
    },
  ];
};

function lowerMaximum(tasks: Tasks, role: "web" | "worker", fits: (tasks: Tasks) => boolean): string[] {
  const { desiredCount, scaling } = tasks[role];
  if (!scaling) return [];
  const lower = largestThat(
    (maximum) => fits({ ...tasks, [role]: { ...tasks[role], scaling: { ...scaling, maximum } } }),
    scaling.maximum,
    1,
  );
  return lower > desiredCount ? [`${role}.scaling.maximum: ${lower} or less`] : [];
}

export const peakCapacityChecks = [scaledTasksFitHosts];
