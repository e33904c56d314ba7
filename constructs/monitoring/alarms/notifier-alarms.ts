import type { AlarmRules } from "./alarm-rule";
import { queueMetrics } from "./metric";

export interface NotifierAlarmsProps {
  /** As the operator's commands name it, e.g. `production`. */
  readonly environment: string;
  readonly functionName: string;

  /** The dead-letter queue of the function. */
  readonly queueName: string;
}

/** For events that were not posted to Slack: no message in Slack must mean that nothing happened. */
export function notifierAlarms({ environment, functionName, queueName }: NotifierAlarmsProps): AlarmRules {
  return {
    "undelivered-events": {
      description: "An event was not posted to Slack.",
      action: `Set the webhook if it was never set: npm run ops -- secret set ${environment} slack-webhook. Otherwise the log of ${functionName} shows why. When the cause is fixed, post the events: npm run ops -- redrive ${environment}. SQS keeps them for 14 days.`,
      metric: queueMetrics(queueName).waiting,
      threshold: { atLeast: 1 },
      periods: 1,
      periodSeconds: 300,
      // SQS publishes no metrics of a queue that is not used for hours. It still holds its messages then.
      treatMissingData: "ignore",
    },
  };
}
