import type { MetricDatum } from "@aws-sdk/client-cloudwatch";
import {
  CloudWatchClient,
  GetMetricStatisticsCommand,
  PutMetricDataCommand,
} from "@aws-sdk/client-cloudwatch";
import { DRILL } from "../../../facts/drill";
import type { Operation } from "../../cli/operation";

const DAY_MILLISECONDS = 86_400_000;
/** CloudWatch keeps metrics for 15 months ("Amazon CloudWatch concepts", Metrics retention). */
const KEPT_DAYS = 455;
const HOUR_SECONDS = 3_600;
const PERIOD_SECONDS = 24 * HOUR_SECONDS;

/** The last drill that succeeded. */
export interface LastDrill {
  /** To the hour, as CloudWatch keeps it. */
  readonly at: Date;
  /** How long the restore and the check took. */
  readonly seconds: number;
}

/** Keeps that a drill succeeded, in a metric: there is nothing else to keep, and nothing to delete with the environment. */
export async function recordDrill(operation: Operation, seconds: number): Promise<void> {
  await put(operation, [
    { MetricName: DRILL.secondsMetric, Unit: "Seconds", Value: seconds },
    { MetricName: DRILL.ageMetric, Unit: "Count", Value: 0 },
  ]);
}

/** Publishes the age of the last drill, which the alarm watches: an alarm cannot look back further than a week. */
export async function publishAge(operation: Operation, last: LastDrill | undefined): Promise<void> {
  const value = last === undefined ? KEPT_DAYS : daysSince(last.at);
  await put(operation, [{ MetricName: DRILL.ageMetric, Unit: "Count", Value: value }]);
}

/** Days since a moment, rounded down. */
export const daysSince = (at: Date) =>
  Math.max(0, Math.floor((Date.now() - at.getTime()) / DAY_MILLISECONDS));

/** The last drill that succeeded; undefined if there was none in the last 15 months. */
export async function lastDrill(operation: Operation): Promise<LastDrill | undefined> {
  const now = new Date();
  const day = await newestOf(operation, {
    from: new Date(now.getTime() - KEPT_DAYS * DAY_MILLISECONDS),
    until: now,
    period: PERIOD_SECONDS,
  });
  if (day === undefined) return undefined;
  const until = new Date(day.at.getTime() + DAY_MILLISECONDS);
  return (await newestOf(operation, { from: day.at, until, period: HOUR_SECONDS })) ?? day;
}

async function newestOf(
  operation: Operation,
  { from, until, period }: { from: Date; until: Date; period: number },
): Promise<LastDrill | undefined> {
  const { Datapoints = [] } = await operation.client(CloudWatchClient).send(
    new GetMetricStatisticsCommand({
      Namespace: operation.environment.name,
      MetricName: DRILL.secondsMetric,
      StartTime: from,
      EndTime: until,
      Period: period,
      Statistics: ["Maximum"],
    }),
  );
  return Datapoints.flatMap(({ Timestamp, Maximum }) =>
    Timestamp === undefined ? [] : [{ at: Timestamp, seconds: Maximum ?? 0 }],
  ).sort((one, other) => other.at.getTime() - one.at.getTime())[0];
}

async function put(operation: Operation, metrics: readonly MetricDatum[]): Promise<void> {
  const Timestamp = new Date();
  await operation.client(CloudWatchClient).send(
    new PutMetricDataCommand({
      Namespace: operation.environment.name,
      MetricData: metrics.map((metric) => ({ ...metric, Timestamp })),
    }),
  );
}
