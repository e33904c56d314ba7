import type { Construct } from "constructs";
import type { EnvironmentValues } from "../../config/schema/schema";
import type { Names } from "../../facts/names";
import type { EncryptionKey } from "../data/encryption-key";
import { AlarmTopic } from "./alarms/alarm-topic";
import { Alarms } from "./alarms/alarms";
import type { BaseAlarmsProps } from "./alarms/base-alarms";
import { baseAlarms } from "./alarms/base-alarms";

export interface BaseMonitoringProps extends BaseAlarmsProps {
  readonly names: Names;
  readonly accountId: string;
  readonly key: EncryptionKey;
  readonly alarms: EnvironmentValues["alarms"];
}

/** The alarms of the base stack, and the topic that the alarms of both stacks notify, in the scope of the stack. */
export function baseMonitoring(scope: Construct, props: BaseMonitoringProps): void {
  const { name, names, accountId, key, alarms } = props;
  const topicArn =
    alarms.topic?.kind === "create"
      ? new AlarmTopic(scope, "alarm-topic", { name, names, accountId, key, emails: alarms.topic.emails }).arn
      : alarms.topic?.arn;
  if (alarms.enabled) new Alarms(scope, "alarms", { names, rules: baseAlarms(props), topicArn });
}
