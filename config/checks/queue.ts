import { LONGEST_WAIT_SECONDS } from "../../facts/count-limits";
import { show } from "../messages/show";
import type { Check } from "./check";

/** Between the timeout of a job and the moment when it becomes visible to another worker. */
const MARGIN_SECONDS = 30;

const jobsStayHiddenWhileTheyRun: Check = ({ queue, worker }) =>
  worker.runs === "none" || queue.visibilityTimeoutSeconds >= worker.timeoutSeconds + MARGIN_SECONDS
    ? []
    : [
        {
          path: "queue.visibilityTimeoutSeconds",
          got: `${queue.visibilityTimeoutSeconds}, but a job may run for ${worker.timeoutSeconds} s`,
          allowed: `${worker.timeoutSeconds + MARGIN_SECONDS} or more: a job that becomes visible while it runs is processed twice`,
          fix: `Raise it to ${worker.timeoutSeconds + MARGIN_SECONDS}, or lower worker.timeoutSeconds.`,
        },
      ];

const jobsFinishWhenTheWorkerStops: Check = ({ worker }) =>
  worker.runs === "none" || worker.stopTimeoutSeconds >= worker.timeoutSeconds
    ? []
    : [
        {
          path: "worker.stopTimeoutSeconds",
          got: `${worker.stopTimeoutSeconds}, but a job may run for ${worker.timeoutSeconds} s`,
          allowed: "worker.timeoutSeconds or more: otherwise a deployment kills the job in progress",
          fix: `Raise it to ${worker.timeoutSeconds}, or lower worker.timeoutSeconds.`,
        },
      ];

const aSidecarStopsInTime: Check = ({ worker }) =>
  worker.runs !== "sidecar" || worker.stopTimeoutSeconds <= LONGEST_WAIT_SECONDS
    ? []
    : [
        {
          path: "worker.stopTimeoutSeconds",
          got: show(worker.stopTimeoutSeconds),
          allowed: `at most ${LONGEST_WAIT_SECONDS} while worker.runs is "sidecar": every old web task waits that long in a deployment`,
          fix: 'Lower it and worker.timeoutSeconds, or set worker.runs to "service".',
        },
      ];

/** A setting without effect hides a mistake. */
const aSidecarIsNotCounted: Check = ({ worker }) =>
  worker.runs === "service" || worker.desiredCount === 1
    ? []
    : [
        {
          path: "worker.desiredCount",
          got: show(worker.desiredCount),
          allowed: `1 while worker.runs is "${worker.runs}"`,
          fix: 'Remove it, or set worker.runs to "service".',
        },
      ];

export const queueChecks = [
  jobsStayHiddenWhileTheyRun,
  jobsFinishWhenTheWorkerStops,
  aSidecarStopsInTime,
  aSidecarIsNotCounted,
];
