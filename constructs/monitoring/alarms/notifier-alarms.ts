import type { Environment } from "../../../config/environment";
import { namesOf } from "../../../facts/names";
import type { AlarmRules } from "./alarms";
import { queueMetrics } from "./metric";

/** For events that Slack was not told of: whoever sees no alarm there must be able to believe it. */
export function notifierAlarms(environment: Environment): AlarmRules {
  if (!environment.slack) return {};
  return {
    "undelivered-events": {
      says: "Slack was not told of something.",
      todo: `The log of ${namesOf(environment).notifier.name} says why; once that is mended: npm run ops -- redrive ${environment.environment}. The events are kept for 14 days.`,
      watches: queueMetrics(namesOf(environment).undeliveredEvents.name).waiting,
      alarming: { atLeast: 1 },
      periods: 1,
      periodSeconds: 300,
      // A queue that nobody touches has no value, and is as full.
      missing: "ignore",
    },
  };
}
