import type { AlarmRules } from "./alarm-rule";
import { queueMetrics } from "./metric";

export interface NotifierAlarmsProps {
  /** As the operator's commands name it, e.g. `production`. */
  readonly environment: string;
  readonly functionName: string;

  /** The dead-letter queue of the function. */
  readonly queueName: string;
}

/** For events that Slack was not told of: whoever sees no alarm there must be able to believe it. */
export function notifierAlarms({ environment, functionName, queueName }: NotifierAlarmsProps): AlarmRules {
  return {
    "undelivered-events": {
      says: "Slack was not told of something.",
      todo: `The log of ${functionName} says why; once that is mended: npm run ops -- redrive ${environment}. The events are kept for 14 days.`,
      watches: queueMetrics(queueName).waiting,
      alarming: { atLeast: 1 },
      periods: 1,
      periodSeconds: 300,
      // A queue that nobody touches has no value, and is as full.
      missing: "ignore",
    },
  };
}
