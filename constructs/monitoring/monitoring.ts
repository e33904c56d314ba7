import { Construct } from "constructs";
import type { EnvironmentValues } from "../../config/schema/schema";
import type { Names, SERVICES } from "../../facts/names";
import type { ContainerLog } from "../containers/container-log";
import { RAN } from "../containers/scheduler";
import type { Queue } from "../data/queue";
import type { MinutelySchedule } from "../services/minutely-schedule";
import { topicArnOf } from "./alarms/alarm-topic";
import type { AlarmRules } from "./alarms/alarm-rule";
import { Alarms } from "./alarms/alarms";
import { queueAlarms, scheduleAlarms, schedulerAlarms } from "./alarms/background-alarms";
import type { BaseAlarmsProps } from "./alarms/base-alarms";
import { baseAlarms } from "./alarms/base-alarms";
import { webAlarms } from "./alarms/load-balancer-alarms";
import type { Metric } from "./alarms/metric";
import type { NotifierAlarmsProps } from "./alarms/notifier-alarms";
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

  /** The workloads that run as a service of their own. */
  readonly services: readonly (typeof SERVICES)[number][];
  readonly worker: Pick<EnvironmentValues["worker"], "runs" | "timeoutSeconds">;
  readonly queue: Queue;
  readonly visibilityTimeoutSeconds: number;

  /** The log that shows the runs of the schedule, or `undefined` if there is no scheduler. */
  readonly schedulerLog: ContainerLog | undefined;

  /** What starts the scheduler each minute, or `undefined` if it is a service or there is none. */
  readonly schedule: MinutelySchedule | undefined;

  /** `undefined` if there is no notifier. */
  readonly notifier: NotifierAlarmsProps | undefined;
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

  private heartbeat({ name, alarms, schedulerLog }: MonitoringProps): Metric | undefined {
    if (!alarms.enabled || !schedulerLog) return undefined;
    return new Heartbeat(this, "scheduler-heartbeat", {
      name,
      log: schedulerLog,
      line: RAN,
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
      rows: requestPath({ ...props, queues: queuesOf(props), schedulerRuns }),
    });
  }
}

const queuesOf = ({ queue }: MonitoringProps) => ({ jobs: queue.name, deadLetters: queue.deadLettersName });

function alarmRules(props: MonitoringProps, schedulerRuns: Metric | undefined): AlarmRules {
  const { balanced, schedule, notifier } = props;
  return {
    ...webAlarms(balanced),
    ...queueAlarms({ ...props, queues: queuesOf(props) }),
    ...(schedulerRuns ? schedulerAlarms(schedulerRuns) : {}),
    ...(schedule ? scheduleAlarms(schedule.deadLettersName) : {}),
    ...(notifier ? notifierAlarms(notifier) : {}),
  };
}
