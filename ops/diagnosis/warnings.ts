import type { MetricAlarm } from "@aws-sdk/client-cloudwatch";
import { endOf, jobQueuesOf } from "../../config/queues";
import { awsLine } from "../../facts/shell-words";
import { commandLine } from "../cli/command-line";
import type { DiagnosisRule } from "./rule";

/** Maintenance of a deploy that is not in progress: it failed after its migration had started, or was killed. */
export const maintenanceLeft: DiagnosisRule = (environment, { maintenance, release }) =>
  maintenance?.by !== "deploy" || release
    ? undefined
    : {
        cause: "maintenance-left",
        what: "requests: a deploy left maintenance on, and every request is answered with 503",
        why: "The deploy did not complete after its migration had started. The running release may not fit the tables.",
        next: `Deploy again with --maintenance, or end it: ${commandLine(environment, "maintenance", "off")}`,
      };

/** Jobs in a dead-letter queue. */
export const failedJobs: DiagnosisRule = (environment, { jobs }) =>
  jobQueuesOf(environment).flatMap((queue) => {
    // Without a list of queues, the jobs are those of the only one.
    const { failed } = jobs?.queues ? (jobs.queues[queue.queue] ?? NONE) : (jobs ?? NONE);
    if (failed === 0) return [];
    const { name, arn } = queue.deadLetters;
    return {
      cause: "failed-jobs" as const,
      what: `queue${endOf(queue) === "" ? "" : ` ${queue.queue}`}: ${failed === 1 ? "1 job" : `${failed} jobs`} used up all retries`,
      why: `Each was received ${queue.maxReceiveCount} times without success. The dead-letter queue ${name} keeps them for 14 days.`,
      next: `Correct the cause, then send them back: ${awsLine(environment, "sqs", "start-message-move-task", "--source-arn", arn)}`,
    };
  });

const NONE = { failed: 0 };

/**
 * Whether an alarm on a missing signal has existed for less than the time that it looks back. CloudWatch puts it in ALARM before
 * the first data can arrive. One that was in ALARM when it was changed is not new.
 */
export function awaitsFirstData(alarm: MetricAlarm, at: Date): boolean {
  const { AlarmConfigurationUpdatedTimestamp: made, StateTransitionedTimestamp: rings = made } = alarm;
  const period = alarm.Period ?? alarm.Metrics?.find(({ MetricStat }) => MetricStat)?.MetricStat?.Period ?? 0;
  return (
    alarm.TreatMissingData === "breaching" &&
    made !== undefined &&
    rings !== undefined &&
    rings >= made &&
    at.getTime() - made.getTime() < (alarm.EvaluationPeriods ?? 0) * period * 1000
  );
}

/** Alarms in the state ALARM. */
export const alarms: DiagnosisRule = (environment, { at, alarms: all = [] }) =>
  all
    .filter((alarm) => alarm.StateValue === "ALARM" && !awaitsFirstData(alarm, at))
    .map(({ AlarmName = "", AlarmDescription, StateReason = "" }) => ({
      cause: "alarm" as const,
      what: `alarm: ${AlarmName}`,
      why: StateReason,
      next: AlarmDescription ?? `Check the other problems: ${commandLine(environment, "status")}`,
    }));
