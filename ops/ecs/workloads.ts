import type { Environment } from "../../config/environment";
import type { Workload } from "../../facts/names";

/** The workloads that an environment runs as services. */
export const workloadsOf = ({ worker, scheduler }: Environment): Workload[] => [
  "web",
  ...(worker.runs === "service" ? (["worker"] as const) : []),
  ...(scheduler.runs === "service" ? (["scheduler"] as const) : []),
];
