import { HEALTH_CHECK } from "../../../facts/health-check";
import type { AlarmRules } from "./alarm-rule";
import type { Balanced } from "./metric";
import { loadBalancerMetrics } from "./metric";

/** Fewer failures in five minutes are ignored: with few requests, one failure is already a high percentage. */
const FAILURES = 5;
const FAILED_PERCENT = 5;

/**
 * For failures that clients notice. CloudWatch does not count a request that found no target ("RequestCount"), so the
 * percentage is taken of the larger number: requests or failures.
 */
export function loadBalancerAlarms(balanced: Balanced): AlarmRules {
  const { requests, failedByBalancer, failedByTargets, unhealthy } = loadBalancerMetrics(balanced);
  return {
    "failing-requests": {
      description: `More than ${FAILED_PERCENT} % of the requests in five minutes, and at least ${FAILURES}, failed with a 5xx status.`,
      action:
        "If this began with a deployment, roll it back. Otherwise check the logs of app and nginx. The load balancer answers 502 or 504 if PHP-FPM does not run or is too slow, and 503 if no task is healthy.",
      metric: {
        of: { requests, failedByBalancer, failedByTargets },
        as: {
          failed: "FILL(failedByBalancer, 0) + FILL(failedByTargets, 0)",
          all: "IF(FILL(requests, 0) > failed, FILL(requests, 0), failed)",
          percent: `IF(failed >= ${FAILURES}, 100 * failed / all, 0)`,
        },
      },
      threshold: { above: FAILED_PERCENT },
      periods: 1,
      periodSeconds: 300,
      // CloudWatch has no value until the first failure.
      treatMissingData: "notBreaching",
    },
    "unhealthy-targets": {
      description: "A web task has failed the load balancer's health check for five minutes.",
      action: `Check the events of the service web and the log of app: ${HEALTH_CHECK.path} fails if Laravel cannot start. ECS replaces the task. If new tasks are unhealthy too, roll back or give them more memory.`,
      metric: unhealthy,
      threshold: { atLeast: 1 },
      periods: 5,
      periodSeconds: 60,
      // Without targets there is no value. The alarm `no-healthy-task` covers that.
      treatMissingData: "notBreaching",
    },
  };
}

/** For the web service. It is in the service stack, because without that stack no task can be healthy. */
export function webAlarms(balanced: Balanced): AlarmRules {
  return {
    "no-healthy-task": {
      description: "No web task has been healthy for three minutes: the API is down.",
      action:
        "Check the events of the service web: a task does not fit on a host, its image cannot be pulled, a secret is missing, or it stops. Then check the log of app.",
      metric: loadBalancerMetrics(balanced).healthy,
      threshold: { below: 1 },
      periods: 3,
      periodSeconds: 60,
      // Without any registered target there is no value.
      treatMissingData: "breaching",
    },
  };
}
