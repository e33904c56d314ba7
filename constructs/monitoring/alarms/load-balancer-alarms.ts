import type { AlarmRules } from "./alarm-rule";
import type { Balanced } from "./metric";
import { loadBalancerMetrics } from "./metric";

/** So many failures within five minutes are no accident, however few requests there are. */
const FAILURES = 5;
const FAILED_PERCENT = 5;

/**
 * What clients notice. A request that found no target at all is a failure that CloudWatch does not count as a request
 * ("RequestCount"), so the share is taken of whichever is more.
 */
export function loadBalancerAlarms(balanced: Balanced): AlarmRules {
  const { requests, failedByBalancer, failedByTargets, unhealthy } = loadBalancerMetrics(balanced);
  return {
    "failing-requests": {
      says: `More than ${FAILED_PERCENT} % of the requests of five minutes, and at least ${FAILURES}, failed with a 5xx.`,
      todo: "A deploy just before? Roll it back. Otherwise look at the logs of app and nginx: 502 and 504 are from the load balancer, when PHP-FPM is gone or too slow, 503 when no task is healthy.",
      watches: {
        of: { requests, failedByBalancer, failedByTargets },
        as: {
          failed: "FILL(failedByBalancer, 0) + FILL(failedByTargets, 0)",
          all: "IF(FILL(requests, 0) > failed, FILL(requests, 0), failed)",
          percent: `IF(failed >= ${FAILURES}, 100 * failed / all, 0)`,
        },
      },
      alarming: { above: FAILED_PERCENT },
      periods: 1,
      periodSeconds: 300,
      // Series of failures begin with the first failure.
      missing: "notBreaching",
    },
    "unhealthy-targets": {
      says: "A web task has failed the load balancer's health check for five minutes.",
      todo: "Look at the task's events and at the log of app: /up fails when Laravel cannot start or its database does not answer. ECS replaces the task; one that stays unhealthy needs a rollback or more memory.",
      watches: unhealthy,
      alarming: { atLeast: 1 },
      periods: 5,
      periodSeconds: 60,
      // No targets, nothing unhealthy: `no-healthy-task` says so.
      missing: "notBreaching",
    },
  };
}

/** Belongs to the web service: without one, nothing is healthy for a reason. */
export function webAlarms(balanced: Balanced): AlarmRules {
  return {
    "no-healthy-task": {
      says: "For three minutes no web task has been healthy: the API is down.",
      todo: "Look at the events of the service web: no room on the host, an image that cannot be pulled, a secret that is missing, or a task that ends; then at the log of app.",
      watches: loadBalancerMetrics(balanced).healthy,
      alarming: { below: 1 },
      periods: 3,
      periodSeconds: 60,
      // Without any registered target there is no value.
      missing: "breaching",
    },
  };
}
