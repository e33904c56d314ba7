import { namesOf } from "../../facts/names";
import { awsLine } from "../../facts/shell-words";
import { commandLine } from "../cli/command-line";
import type { DiagnosisRule } from "./rule";

/** Maintenance of a deploy that is not in progress: it failed after its migration had started, or was killed. */
export const maintenanceLeft: DiagnosisRule = (environment, { maintenance, release }) =>
  maintenance?.by !== "deploy" || release
    ? []
    : [
        {
          cause: "maintenance-left",
          what: "requests: a deploy left maintenance on, and every request is answered with 503",
          why: "The deploy did not complete after its migration had started. The running release may not fit the tables.",
          next: `Deploy again with --maintenance, or end it: ${commandLine(environment, "maintenance", "off")}`,
        },
      ];

/** Jobs in the dead-letter queue. */
export const failedJobs: DiagnosisRule = (environment, { jobs }) => {
  if (jobs === undefined || jobs.failed === 0) return [];
  const { queue } = environment;
  const { name, arn } = namesOf(environment).queue(`jobs-failed${queue.fifo ? ".fifo" : ""}`);
  return [
    {
      cause: "failed-jobs",
      what: `queue: ${jobs.failed === 1 ? "1 job" : `${jobs.failed} jobs`} used up all retries`,
      why: `Each was received ${queue.maxReceiveCount} times without success. The dead-letter queue ${name} keeps them for 14 days.`,
      next: `Correct the cause, then send them back: ${awsLine(environment, "sqs", "start-message-move-task", "--source-arn", arn)}`,
    },
  ];
};

/** Alarms in the state ALARM. */
export const alarms: DiagnosisRule = (environment, { alarms: all = [] }) =>
  all
    .filter(({ StateValue }) => StateValue === "ALARM")
    .map(({ AlarmName = "", AlarmDescription, StateReason = "" }) => ({
      cause: "alarm" as const,
      what: `alarm: ${AlarmName}`,
      why: StateReason,
      next: AlarmDescription ?? `Check the other problems: ${commandLine(environment, "status")}`,
    }));
