import { isBurstable } from "../../../facts/instance-types";
import type { AlarmRules } from "./alarm-rule";
import { FIFTEEN_MINUTES } from "./alarm-rule";
import { hostMetrics } from "./metric";

/** One hour of one vCPU: a credit is one vCPU for one minute ("CPU credits and baseline utilization"). */
export const BORROWED_CREDITS = 60;

export interface HostAlarmsProps {
  /** The Auto Scaling group of the hosts. */
  readonly groupName: string;
  readonly clusterName: string;
  readonly instanceType: string;
}

/** Data is missing e.g. while a host is replaced. */
export function hostAlarms({ groupName, clusterName, instanceType }: HostAlarmsProps): AlarmRules {
  const { cpu, memory, surplusCredits } = hostMetrics(groupName, clusterName);
  return {
    "host-cpu": {
      description: "The CPU use of the hosts has been above 80 % for fifteen minutes.",
      action:
        "Requests become slow and deployments take longer. The dashboard shows what else has grown. Choose a larger hosts.instanceType, or run more web tasks on more hosts.",
      metric: cpu,
      threshold: { above: 80 },
      ...FIFTEEN_MINUTES,
    },
    "host-memory": {
      description: "Tasks have used more than 85 % of the hosts' memory for fifteen minutes.",
      action:
        "When the memory is used up, the kernel kills processes. Find the task that has grown. Lower its memory or its PHP-FPM workers, or choose a larger hosts.instanceType.",
      metric: memory,
      threshold: { above: 85 },
      ...FIFTEEN_MINUTES,
    },
    ...(isBurstable(instanceType)
      ? {
          "host-cpu-credits": {
            description: "A host has used one vCPU hour beyond its CPU credits.",
            action:
              "It stays fast, because it runs in unlimited mode. Surplus credits that it does not earn back within a day are billed (0.05 USD per vCPU hour). If this load is normal, an instance type of fixed performance (c, m) or a larger one is cheaper.",
            metric: surplusCredits,
            threshold: { atLeast: BORROWED_CREDITS },
            ...FIFTEEN_MINUTES,
          } as const,
        }
      : {}),
  };
}
