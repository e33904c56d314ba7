import {
  queueAlarms,
  scheduleAlarms,
  schedulerAlarms,
} from "../../../constructs/monitoring/alarms/background-alarms";
import { baseAlarms } from "../../../constructs/monitoring/alarms/base-alarms";
import { webAlarms } from "../../../constructs/monitoring/alarms/load-balancer-alarms";
import { notifierAlarms } from "../../../constructs/monitoring/alarms/notifier-alarms";
import type { Environment } from "../../../config/environment";
import { jobQueuesOf } from "../../../config/queues";
import { alarmsOf } from "../../../config/running";
import { workerGroupsOf } from "../../../config/worker-groups";
import type { LineItem } from "./line-item";
import { lineItem } from "./line-item";
import type { KnownPrices } from "../../../facts/prices";

/** For each target-tracking policy Auto Scaling creates one alarm above the target and one below. */
const ALARMS_OF_A_TARGET = 2;

/** The cost of the alarms, including those of Auto Scaling, and of the metrics that are not AWS's own. */
export function watching(environment: Environment, prices: KnownPrices): LineItem[] {
  const { scheduler } = environment;
  const heartbeat = alarmsOf(environment).enabled && scheduler.runs !== "none" ? 1 : 0;
  return [
    lineItem("alarms", ownMetrics(environment) + scalingMetrics(environment), "metrics", prices.alarmMonth),
    ...(heartbeat > 0
      ? [lineItem("heartbeat of the scheduler", heartbeat, "metric", prices.metricMonth)]
      : []),
    ...(environment.database.drill
      ? [lineItem("age of the last drill", 1, "metric", prices.metricMonth)]
      : []),
  ];
}

/** Each metric of an alarm costs as much as an alarm (Amazon CloudWatch Pricing). */
function ownMetrics(environment: Environment): number {
  if (!alarmsOf(environment).enabled) return 0;
  const { name, hosts, database, cache, slack, mail, files } = environment;
  const { runs } = environment.scheduler;
  // Only the number of metrics matters here, so the names may be empty.
  const nothing = { loadBalancerArnSuffix: "", targetGroupArnSuffix: "" };
  const [metric] = Object.values(webAlarms(nothing)).map((rule) => rule.metric);
  const rules = {
    ...baseAlarms({
      name,
      balanced: nothing,
      instanceType: hosts.instanceType,
      database,
      cache,
      mail,
      files,
    }),
    ...webAlarms(nothing),
    ...queueAlarms({
      queues: jobQueuesOf(environment).map((each) => ({
        ...each,
        jobs: each.jobs.name,
        deadLetters: each.deadLetters.name,
      })),
      workers: workerGroupsOf(environment),
    }),
    ...(runs === "none" || !metric || "of" in metric ? {} : schedulerAlarms(metric)),
    ...(runs === "eventbridge" ? scheduleAlarms("") : {}),
    ...(slack ? notifierAlarms({ environment: "", functionName: "", queueName: "" }) : {}),
  };
  return Object.values(rules)
    .map(({ metric }) => ("of" in metric ? Object.keys(metric.of).length : 1))
    .reduce((sum, count) => sum + count, 0);
}

/** The capacity provider scales the hosts. Web tasks and workers may scale too; an alarm of workers has a metric for each of their queues. */
function scalingMetrics(environment: Environment): number {
  const { web, running } = environment;
  // The capacity provider stays.
  if (!running) return ALARMS_OF_A_TARGET;
  const scaledQueues = workerGroupsOf(environment)
    .filter(({ runs, scaling }) => runs === "service" && scaling)
    .flatMap(({ queues }) => queues);
  const targets =
    1 +
    (web.scaling ? 1 : 0) +
    (web.scaling?.requestsPerTaskPerMinute === undefined ? 0 : 1) +
    scaledQueues.length;
  return targets * ALARMS_OF_A_TARGET;
}
