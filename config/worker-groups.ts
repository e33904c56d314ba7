import type { Environment } from "./environment";

/** Workers that process the same queues in the same way. */
export interface WorkerGroup extends Omit<Environment["worker"], "runs"> {
  /** The name of its container, and of its service if it is one. */
  readonly name: "worker";

  /** Of its settings in the environment. */
  readonly path: string;
  readonly runs: "sidecar" | "service";
}

/** The workers of an environment; none if `worker.runs` is `none`. */
export function workerGroupsOf({ worker }: Pick<Environment, "worker">): WorkerGroup[] {
  const { runs, ...settings } = worker;
  return runs === "none" ? [] : [{ name: "worker", path: "worker", runs, ...settings }];
}
