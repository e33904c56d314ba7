import { Construct } from "constructs";
import type { Environment } from "../../config/environment";
import { namesOf } from "../../facts/names";
import { topicArnOf } from "./alarms/alarm-topic";
import type { AlarmRules } from "./alarms/alarms";
import { Alarms } from "./alarms/alarms";
import { queueAlarms, scheduleAlarms, schedulerAlarms } from "./alarms/background-alarms";
import { baseAlarms } from "./alarms/base-alarms";
import { webAlarms } from "./alarms/load-balancer-alarms";
import { notifierAlarms } from "./alarms/notifier-alarms";
import type { Balanced, Metric } from "./alarms/metric";
import type { ContainerLog } from "../containers/container-log";
import { Dashboard } from "./dashboard";
import { Heartbeat } from "./heartbeat";
import type { MinutelySchedule } from "../services/minutely-schedule";
import type { Queue } from "../data/queue";
import { requestPath } from "./request-path";
import { RAN } from "../containers/scheduler";

export interface MonitoringProps {
  readonly environment: Environment;
  readonly balanced: Balanced;
  readonly queue: Queue;
  readonly schedulerLog: ContainerLog;

  /** @default the scheduler is a service, or there is none */
  readonly schedule: MinutelySchedule | undefined;
}

/** What watches over the running application: its alarms, the heartbeat of its scheduler, and a dashboard of everything. */
export class Monitoring extends Construct {
  constructor(scope: Construct, id: string, props: MonitoringProps) {
    super(scope, id);

    const { environment, balanced, queue, schedule } = props;
    const queues = { jobs: queue.name, deadLetters: queue.deadLettersName };
    const schedulerRuns = this.heartbeat(props);

    const rules: AlarmRules = {
      ...webAlarms(balanced),
      ...queueAlarms(environment, queues),
      ...(schedulerRuns ? schedulerAlarms(schedulerRuns) : {}),
      ...(schedule ? scheduleAlarms(schedule.deadLettersName) : {}),
      ...notifierAlarms(environment),
    };
    new Alarms(this, "alarms", { environment, rules, topicArn: topicArnOf(environment) });

    if (!environment.dashboard) return;
    const everyRule = environment.alarms.enabled ? { ...baseAlarms(environment, balanced), ...rules } : {};
    new Dashboard(this, "dashboard", {
      name: environment.name,
      region: environment.region,
      alarmArns: Object.keys(everyRule).map((rule) => namesOf(environment).alarm(rule).arn),
      rows: requestPath({ environment, balanced, queues, schedulerRuns }),
    });
  }

  private heartbeat({ environment, schedulerLog }: MonitoringProps): Metric | undefined {
    if (!environment.alarms.enabled || environment.scheduler.runs === "none") return undefined;
    return new Heartbeat(this, "scheduler-heartbeat", {
      name: environment.name,
      log: schedulerLog,
      line: RAN,
      metricName: "SchedulerRuns",
    }).metric;
  }
}
