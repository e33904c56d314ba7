import { LONGEST_WAIT_SECONDS } from "../../facts/count-limits";
import { show } from "../messages/show";
import { jobQueuesOf } from "../queues";
import { workerGroupsOf } from "../worker-groups";
import type { Check } from "./check";

/** Between the timeout of a job and the moment when it becomes visible to another worker. */
const MARGIN_SECONDS = 30;

const jobsStayHiddenWhileTheyRun: Check = (environment) =>
  workerGroupsOf(environment).flatMap(({ path: worker, queues, timeoutSeconds }) =>
    jobQueuesOf(environment)
      .filter(
        ({ queue, visibilityTimeoutSeconds }) =>
          queues.includes(queue) && visibilityTimeoutSeconds < timeoutSeconds + MARGIN_SECONDS,
      )
      .map(({ path, visibilityTimeoutSeconds }) => ({
        path: `${path}.visibilityTimeoutSeconds`,
        got: `${visibilityTimeoutSeconds}, but a job may run for ${timeoutSeconds} s`,
        allowed: `${timeoutSeconds + MARGIN_SECONDS} or more: a job that becomes visible while it runs is processed twice`,
        fix: `Raise it to ${timeoutSeconds + MARGIN_SECONDS}, or lower ${worker}.timeoutSeconds.`,
      })),
  );

const jobsFinishWhenTheWorkerStops: Check = (environment) =>
  workerGroupsOf(environment)
    .filter(({ stopTimeoutSeconds, timeoutSeconds }) => stopTimeoutSeconds < timeoutSeconds)
    .map(({ path, stopTimeoutSeconds, timeoutSeconds }) => ({
      path: `${path}.stopTimeoutSeconds`,
      got: `${stopTimeoutSeconds}, but a job may run for ${timeoutSeconds} s`,
      allowed: `${path}.timeoutSeconds or more: otherwise a deployment kills the job in progress`,
      fix: `Raise it to ${timeoutSeconds}, or lower ${path}.timeoutSeconds.`,
    }));

const aSidecarStopsInTime: Check = (environment) =>
  workerGroupsOf(environment)
    .filter(({ runs, stopTimeoutSeconds }) => runs === "sidecar" && stopTimeoutSeconds > LONGEST_WAIT_SECONDS)
    .map(({ path, stopTimeoutSeconds }) => ({
      path: `${path}.stopTimeoutSeconds`,
      got: show(stopTimeoutSeconds),
      allowed: `at most ${LONGEST_WAIT_SECONDS} while ${path}.runs is "sidecar": every old web task waits that long in a deployment`,
      fix: `Lower it and ${path}.timeoutSeconds, or set ${path}.runs to "service".`,
    }));

/** A setting without effect hides a mistake. */
const aSidecarIsNotCounted: Check = ({ worker, workers }) =>
  [{ path: "worker", ...worker }, ...workers.map((each, index) => ({ path: `workers[${index}]`, ...each }))]
    .filter(({ runs, desiredCount }) => runs !== "service" && runs !== "horizon" && desiredCount !== 1)
    .map(({ path, runs, desiredCount }) => ({
      path: `${path}.desiredCount`,
      got: show(desiredCount),
      allowed: `1 while ${path}.runs is "${runs}"`,
      fix: `Remove it, or set ${path}.runs to "service".`,
    }));

const workersDiffer: Check = ({ workers }) =>
  workers.flatMap(
    ({ name }, index) =>
      workers.findIndex((other) => other.name === name) !== index && {
        path: `workers[${index}].name`,
        got: show(name),
        allowed: "each name once",
        fix: "Rename it, or give the first more queues.",
      },
  );

export const queueChecks = [
  jobsStayHiddenWhileTheyRun,
  jobsFinishWhenTheWorkerStops,
  aSidecarStopsInTime,
  aSidecarIsNotCounted,
  workersDiffer,
];
