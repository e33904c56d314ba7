import { DRILL } from "../../../facts/drill";
import type { AlarmRules } from "./alarm-rule";

const DAYS_IN_A_ROW = 2;

/**
 * The alarm on restores that are not tried. An alarm looks back seven days at most (Amazon CloudWatch API Reference,
 * PutMetricAlarm), so it watches the age that the workflow publishes each day, and that it publishes it.
 *
 * @param namespace of the metric: the name of the environment
 */
export function drillAlarms(namespace: string): AlarmRules {
  return {
    "database-drill": {
      description: `No restore of the database has been tried with success for ${DRILL.maximumDays} days, or the workflow drill has not run for ${DAYS_IN_A_ROW} days.`,
      action:
        "Look at the last run of the workflow drill: GitHub stops schedules in a repository without commits for 60 days. npm run ops -- drill <environment> tries a restore at once.",
      // On the day of a drill the lowest value is 0.
      metric: { namespace, name: DRILL.ageMetric, dimensions: {}, statistic: "Minimum" },
      threshold: { atLeast: DRILL.maximumDays - DAYS_IN_A_ROW + 1 },
      periods: DAYS_IN_A_ROW,
      periodSeconds: 86_400,
      treatMissingData: "breaching",
    },
  };
}
