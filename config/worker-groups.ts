import type { ServiceName, WorkerName } from "../facts/names";
import type { Environment } from "./environment";

/** Workers that process the same queues in the same way. */
export interface WorkerGroup extends Omit<Environment["worker"], "runs"> {
  /** The name of its container, and of its service if it is one. */
  readonly name: WorkerName;

  /** Of its settings in the environment. */
  readonly path: string;
  readonly runs: "sidecar" | "service";

  /** Whether it is Laravel Horizon, which starts workers itself and takes jobs from Valkey. */
  readonly horizon: boolean;
}

type Workers = Pick<Environment, "worker" | "workers">;

/** The workers of an environment: those of `worker` first, unless its `runs` is `none`. */
export function workerGroupsOf({ worker, workers }: Workers): WorkerGroup[] {
  const { runs, ...settings } = worker;
  return [
    ...(runs === "none" ? [] : [{ name: "worker" as const, path: "worker", ...kindOf(runs), ...settings }]),
    ...workers.map(({ name, ...group }, index) => ({
      ...group,
      name: workerNameOf(name),
      path: `workers[${index}]`,
      horizon: false,
    })),
  ];
}

const kindOf = (runs: Exclude<Environment["worker"]["runs"], "none">) =>
  runs === "horizon" ? ({ runs: "service", horizon: true } as const) : { runs, horizon: false };

/** Whether the jobs of an environment are in Valkey, where Horizon processes them, and not in SQS. */
export const usesHorizon = ({ worker }: { readonly worker: Pick<Environment["worker"], "runs"> }) =>
  worker.runs === "horizon";

const workerNameOf = (name: string): WorkerName => `worker_${name}`;

/** The workers that an environment has or can have. */
export const workerNamesOf = ({ workers }: Pick<Environment, "workers">): WorkerName[] => [
  "worker",
  ...workers.map(({ name }) => workerNameOf(name)),
];

/** The services that an environment has or can have, in the order of a release. */
export const serviceNamesOf = (environment: Pick<Environment, "workers">): ServiceName[] => [
  "web",
  ...workerNamesOf(environment),
  "scheduler",
];
