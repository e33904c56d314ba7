import {
  queueAlarms,
  scheduleAlarms,
  schedulerAlarms,
} from "../../../constructs/monitoring/alarms/background-alarms";
import { baseAlarms } from "../../../constructs/monitoring/alarms/base-alarms";
import { webAlarms } from "../../../constructs/monitoring/alarms/load-balancer-alarms";
import { notifierAlarms } from "../../../constructs/monitoring/alarms/notifier-alarms";
import type { Environment } from "../../../config/environment";
import type { LineItem } from "./line-item";
import { lineItem } from "./line-item";
import type { RegionPrices } from "./prices";

/** For each target that something follows, Auto Scaling keeps one alarm above it and one below. */
const ALARMS_OF_A_TARGET = 2;

/** What CloudWatch asks for its alarms, those that scaling makes included, and for the heartbeat of the scheduler. */
export function watching(environment: Environment, prices: RegionPrices): LineItem[] {
  const { alarms, scheduler } = environment;
  const heartbeat = alarms.enabled && scheduler.runs !== "none" ? 1 : 0;
  return [
    lineItem("alarms", ownMetrics(environment) + scalingMetrics(environment), "metrics", prices.alarmMonth),
    ...(heartbeat > 0
      ? [lineItem("heartbeat of the scheduler", heartbeat, "metric", prices.metricMonth)]
      : []),
  ];
}

/** Each metric that an alarm looks at costs as much as an alarm (Amazon CloudWatch Pricing). */
function ownMetrics(environment: Environment): number {
  if (!environment.alarms.enabled) return 0;
  const { name, hosts, database, queue, worker, slack } = environment;
  const { runs } = environment.scheduler;
  // Only their number matters here, so they may watch anything.
  const nothing = { loadBalancerArnSuffix: "", targetGroupArnSuffix: "" };
  const [metric] = Object.values(webAlarms(nothing)).map(({ watches }) => watches);
  const rules = {
    ...baseAlarms({ name, balanced: nothing, instanceType: hosts.instanceType, database }),
    ...webAlarms(nothing),
    ...queueAlarms({
      worker,
      visibilityTimeoutSeconds: queue.visibilityTimeoutSeconds,
      queues: { jobs: "", deadLetters: "" },
    }),
    ...(runs === "none" || !metric || "of" in metric ? {} : schedulerAlarms(metric)),
    ...(runs === "eventbridge" ? scheduleAlarms("") : {}),
    ...(slack ? notifierAlarms({ environment: "", functionName: "", queueName: "" }) : {}),
  };
  return Object.values(rules)
    .map(({ watches }) => ("of" in watches ? Object.keys(watches.of).length : 1))
    .reduce((sum, count) => sum + count, 0);
}

/** The capacity provider follows the hosts; web tasks and workers may follow what they have to do. */
function scalingMetrics({ web, worker }: Environment): number {
  const targets =
    1 +
    (web.scaling ? 1 : 0) +
    (web.scaling?.requestsPerTaskPerMinute === undefined ? 0 : 1) +
    (worker.runs === "service" && worker.scaling ? 1 : 0);
  return targets * ALARMS_OF_A_TARGET;
}
