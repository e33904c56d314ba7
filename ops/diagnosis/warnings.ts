import { command } from "./rule";
import type { Rule } from "./rule";

/** Jobs that were tried as often as they may be. */
export const failedJobs: Rule = ({ name, queue }, { jobs }) =>
  jobs === undefined || jobs.failed === 0
    ? []
    : [
        {
          cause: "failed-jobs",
          what: `queue: ${jobs.failed === 1 ? "1 job" : `${jobs.failed} jobs`} failed for good`,
          why: `They were taken ${queue.maxReceiveCount} times and never finished; they lie in ${name}-jobs-failed for 14 days.`,
          next: "Mend the cause, then send them back: aws sqs start-message-move-task --source-arn <arn of that queue>",
        },
      ];

/** Alarms that ring. */
export const alarms: Rule = (environment, { alarms: all = [] }) =>
  all
    .filter(({ StateValue }) => StateValue === "ALARM")
    .map(({ AlarmName = "", AlarmDescription, StateReason = "" }) => ({
      cause: "alarm" as const,
      what: `alarm: ${AlarmName}`,
      why: StateReason,
      next: AlarmDescription ?? `Look what else is wrong: ${command(environment, "status")}`,
    }));
