import { valkeyOf } from "../cache-settings";
import { show } from "../messages/show";
import { DEFAULT_QUEUE } from "../schema/queues";
import { usesHorizon } from "../worker-groups";
import type { Check } from "./check";

/** The master process, a supervisor, and the processes of two workers, each about as large as a worker alone. */
const LEAST_MEMORY_MIB = 320;

const jobsHaveAPlace: Check = (environment) =>
  usesHorizon(environment) &&
  !valkeyOf(environment) && {
    path: "worker.runs",
    got: show("horizon"),
    allowed: 'horizon with cache: { kind: "valkey" }, which keeps its jobs',
    fix: 'Write cache: { kind: "valkey" }, or set worker.runs to "service".',
  };

/** A setting without effect hides a mistake. */
const itsOwnFileHasTheRest: Check = (environment) => {
  if (!usesHorizon(environment)) return undefined;
  const { worker, workers, queues } = environment;
  const without: readonly (readonly [path: string, value: unknown, none: boolean])[] = [
    ["queues", queues, Object.keys(queues).length === 0],
    ["worker.queues", worker.queues, worker.queues.join() === DEFAULT_QUEUE],
    ["worker.scaling", worker.scaling, worker.scaling === undefined],
    ["workers", workers, workers.length === 0],
  ];
  return without
    .filter(([, , none]) => !none)
    .map(([path, value]) => ({
      path,
      got: show(value),
      allowed:
        'nothing while worker.runs is "horizon": config/horizon.php names the queues and their workers',
      fix: 'Remove it, or set worker.runs to "service".',
    }));
};

const itHasMemory: Check = (environment) =>
  usesHorizon(environment) &&
  environment.worker.memoryMiB < LEAST_MEMORY_MIB && {
    path: "worker.memoryMiB",
    got: show(environment.worker.memoryMiB),
    allowed: `${LEAST_MEMORY_MIB} or more while worker.runs is "horizon": it starts several processes in its container`,
    fix: `Set it to ${LEAST_MEMORY_MIB}, or more for more than two workers (config/horizon.php).`,
  };

export const horizonChecks = [jobsHaveAPlace, itsOwnFileHasTheRest, itHasMemory];
