import type { Environment } from "../../../config/environment";
import type { AlarmRules } from "./alarms";
import { databaseAlarms } from "./database-alarms";
import { hostAlarms } from "./host-alarms";
import { loadBalancerAlarms } from "./load-balancer-alarms";
import type { Balanced } from "./metric";

/** The alarms of what lives in the base stack, in the order of a request. */
export function baseAlarms(environment: Environment, balanced: Balanced): AlarmRules {
  return { ...loadBalancerAlarms(balanced), ...hostAlarms(environment), ...databaseAlarms(environment) };
}
