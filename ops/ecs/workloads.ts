import { workerGroupsOf } from "../../config/worker-groups";
import type { Environment } from "../../config/environment";
import type { Workload } from "../../facts/names";

/** The workloads that an environment runs as services. */
export const workloadsOf = (environment: Environment): Workload[] => [
  "web",
  ...serviceWorkersOf(environment),
  ...(environment.scheduler.runs === "service" ? (["scheduler"] as const) : []),
];

/** The workers that an environment runs as services of their own. */
export const serviceWorkersOf = (environment: Environment): Workload[] =>
  workerGroupsOf(environment)
    .filter(({ runs }) => runs === "service")
    .map(({ name }) => name);

/** The number of tasks of a service in its environment's file; with scaling the fewest. */
export const configuredCount = (environment: Environment, workload: string): number =>
  workload === "web"
    ? environment.web.desiredCount
    : (workerGroupsOf(environment).find(({ name }) => name === workload)?.desiredCount ?? 1);
