import { Construct } from "constructs";
import type { EnvironmentValues } from "../../config/schema/schema";
import type { WorkerGroup } from "../../config/worker-groups";
import type { Names } from "../../facts/names";
import type { ContainerLog } from "../containers/container-log";
import { SCHEDULER_RAN_LINE } from "../containers/scheduler";
import type { Queue } from "../data/queue";
import type { MinutelySchedule } from "../services/minutely-schedule";
import { topicArnOf } from "./alarms/alarm-topic";
import type { AlarmRules } from "./alarms/alarm-rule";
import { Alarms } from "./alarms/alarms";
import type { WatchedQueue } from "./alarms/background-alarms";
import { queueAlarms, scheduleAlarms, schedulerAlarms } from "./alarms/background-alarms";
import type { BaseAlarmsProps } from "./alarms/base-alarms";
import { baseAlarms } from "./alarms/base-alarms";
import { webAlarms } from "./alarms/load-balancer-alarms";
import type { Metric } from "./alarms/metric";
import { notifierAlarms } from "./alarms/notifier-alarms";
import { Dashboard } from "./dashboard";
import { Heartbeat } from "./heartbeat";
import { requestPath } from "./request-path";

export interface MonitoringProps extends BaseAlarmsProps {
  readonly region: string;
  readonly names: Names;
  readonly alarms: EnvironmentValues["alarms"];

  /** Whether there is a dashboard. */
  readonly dashboard: boolean;

  readonly workers: readonly WorkerGroup[];
  readonly scheduler: Pick<EnvironmentValues["scheduler"], "runs">;
  readonly queues: readonly Queue[];

  /** The log in which the scheduler reports each run. */
  readonly schedulerLog: ContainerLog;

  /** What starts the scheduler each minute, or `undefined` if it is a service or there is none. */
  readonly schedule: MinutelySchedule | undefined;

  /** The environment that the notifier reports on, as the operator's commands name it, or `undefined` without one. */
  readonly notifierOf: string | undefined;
}

/** Monitoring of the running application: its alarms, the heartbeat of its scheduler, and a dashboard of both stacks. */
export class Monitoring extends Construct {
  constructor(scope: Construct, id: string, props: MonitoringProps) {
    super(scope, id);

    const { names, alarms } = props;
    const schedulerRuns = this.heartbeat(props);
    const rules = alarms.enabled ? alarmRules(props, schedulerRuns) : {};
    new Alarms(this, "alarms", { names, rules, topicArn: topicArnOf(alarms, names) });
    if (props.dashboard) this.dashboard(props, rules, schedulerRuns);
  }

  private heartbeat({ name, alarms, scheduler, schedulerLog }: MonitoringProps): Metric | undefined {
    if (!alarms.enabled || scheduler.runs === "none") return undefined;
    return new Heartbeat(this, "scheduler-heartbeat", {
      name,
      log: schedulerLog,
      line: SCHEDULER_RAN_LINE,
      metricName: "SchedulerRuns",
    }).metric;
  }

  private dashboard(props: MonitoringProps, rules: AlarmRules, schedulerRuns: Metric | undefined): void {
    const { name, region, names, alarms } = props;
    const everyRule = alarms.enabled ? { ...baseAlarms(props), ...rules } : {};
    new Dashboard(this, "dashboard", {
      name,
      region,
      alarmArns: Object.keys(everyRule).map((rule) => names.alarm(rule).arn),
      rows: requestPath({ ...props, services: servicesOf(props), queues: queuesOf(props), schedulerRuns }),
    });
  }
}

const queuesOf = ({ queues }: MonitoringProps): WatchedQueue[] =>
  queues.map(({ queue, visibilityTimeoutSeconds, name, deadLettersName }) => ({
    queue,
    visibilityTimeoutSeconds,
    jobs: name,
    deadLetters: deadLettersName,
  }));

const servicesOf = ({ workers, scheduler }: MonitoringProps) => [
  "web" as const,
  ...workers.filter(({ runs }) => runs === "service").map(({ name }) => name),
  ...(scheduler.runs === "service" ? (["scheduler"] as const) : []),
];

function alarmRules(props: MonitoringProps, schedulerRuns: Metric | undefined): AlarmRules {
  const { names, balanced, schedule, notifierOf } = props;
  return {
    ...webAlarms(balanced),
    ...queueAlarms({ queues: queuesOf(props), workers: props.workers }),
    ...(schedulerRuns ? schedulerAlarms(schedulerRuns) : {}),
    ...(schedule ? scheduleAlarms(schedule.deadLettersName) : {}),
    ...(notifierOf === undefined
      ? {}
      : notifierAlarms({
          environment: notifierOf,
          functionName: names.notifier.name,
          queueName: names.undeliveredEvents.name,
        })),
  };
}
