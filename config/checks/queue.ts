import { show } from "../messages/show";
import type { Check } from "./check";

/** Between the end of a job that took as long as it may and the moment another worker would see it again. */
const MARGIN_SECONDS = 30;

const jobsStayHiddenWhileTheyRun: Check = ({ queue, worker }) =>
  worker.runs === "none" || queue.visibilityTimeoutSeconds >= worker.timeoutSeconds + MARGIN_SECONDS
    ? []
    : [
        {
          path: "queue.visibilityTimeoutSeconds",
          got: `${queue.visibilityTimeoutSeconds}, while a job may run for ${worker.timeoutSeconds} s`,
          allowed: `${worker.timeoutSeconds + MARGIN_SECONDS} or more: a job that becomes visible while it runs is run twice`,
          fix: `Raise it to ${worker.timeoutSeconds + MARGIN_SECONDS}, or lower worker.timeoutSeconds.`,
        },
      ];

const jobsFinishWhenTheWorkerStops: Check = ({ worker }) =>
  worker.runs === "none" || worker.stopTimeoutSeconds >= worker.timeoutSeconds
    ? []
    : [
        {
          path: "worker.stopTimeoutSeconds",
          got: `${worker.stopTimeoutSeconds}, while a job may run for ${worker.timeoutSeconds} s`,
          allowed: "worker.timeoutSeconds or more: a deploy would kill the job in hand",
          fix: `Raise it to ${worker.timeoutSeconds}, or lower worker.timeoutSeconds.`,
        },
      ];

/** Settings that change nothing hide a mistake. */
const aSidecarIsNotCounted: Check = ({ worker }) =>
  worker.runs === "service" || worker.desiredCount === 1
    ? []
    : [
        {
          path: "worker.desiredCount",
          got: show(worker.desiredCount),
          allowed: `1 where worker.runs is "${worker.runs}"`,
          fix: 'Remove it, or set worker.runs to "service".',
        },
      ];

export const queueChecks = [jobsStayHiddenWhileTheyRun, jobsFinishWhenTheWorkerStops, aSidecarIsNotCounted];
