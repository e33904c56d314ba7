import type { EnvironmentValues } from "../../../config/schema/schema";
import type { AlarmRules } from "./alarm-rule";
import { cacheAlarms } from "./cache-alarms";
import { copyAlarms } from "./copy-alarms";
import type { DatabaseAlarmsProps } from "./database-alarms";
import { databaseAlarms } from "./database-alarms";
import { drillAlarms } from "./drill-alarms";
import { hostAlarms } from "./host-alarms";
import { loadBalancerAlarms } from "./load-balancer-alarms";
import { mailAlarms } from "./mail-alarms";
import type { Balanced } from "./metric";

export interface BaseAlarmsProps {
  /** The name of the Auto Scaling group, the cluster and the database, e.g. `api-production`. */
  readonly name: string;
  readonly balanced: Balanced;

  /** Of the hosts, e.g. `t3.small`. */
  readonly instanceType: string;
  readonly database: DatabaseAlarmsProps["settings"] &
    Pick<EnvironmentValues["database"], "drill" | "copies">;
  readonly cache: EnvironmentValues["cache"];
  readonly mail: EnvironmentValues["mail"];
  readonly files: EnvironmentValues["files"];
}

/** The alarms of the base stack, in the order in which a request passes its parts. */
export function baseAlarms(props: BaseAlarmsProps): AlarmRules {
  const { name, balanced, instanceType, database, cache, mail, files } = props;
  return {
    ...loadBalancerAlarms(balanced),
    ...hostAlarms({ groupName: name, clusterName: name, instanceType }),
    ...databaseAlarms({ identifier: name, settings: database }),
    ...cacheAlarms({ name, cache }),
    ...(database.drill ? drillAlarms(name) : {}),
    ...(database.copies ? copyAlarms({ vault: name, files: files?.kind === "create" }) : {}),
    ...mailAlarms(mail),
  };
}
