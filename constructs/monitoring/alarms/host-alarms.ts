import { isBurstable } from "../../../facts/instance-types";
import type { AlarmRules } from "./alarm-rule";
import { hostMetrics } from "./metric";

/** One credit is one vCPU for one minute ("CPU credits and baseline utilization"): these are an hour of one vCPU. */
export const BORROWED_CREDITS = 60;

export interface HostAlarmsProps {
  /** The Auto Scaling group of the hosts. */
  readonly groupName: string;
  readonly clusterName: string;
  readonly instanceType: string;
}

export function hostAlarms({ groupName, clusterName, instanceType }: HostAlarmsProps): AlarmRules {
  const { cpu, memory, surplusCredits } = hostMetrics(groupName, clusterName);
  return {
    "host-cpu": {
      says: "The hosts' CPU has been above 80 % for fifteen minutes.",
      todo: "Requests get slow and a deploy takes longer. Look at the dashboard for what grew with it; then a larger hosts.instanceType, or more web tasks on more hosts.",
      watches: cpu,
      alarming: { above: 80 },
      periods: 3,
      periodSeconds: 300,
      missing: "missing",
    },
    "host-memory": {
      says: "Tasks have used more than 85 % of the hosts' memory for fifteen minutes.",
      todo: "Beyond it the kernel kills processes. Look which task grew; then lower its memory or its PHP-FPM workers, or take a larger hosts.instanceType.",
      watches: memory,
      alarming: { above: 85 },
      periods: 3,
      periodSeconds: 300,
      missing: "missing",
    },
    ...(isBurstable(instanceType)
      ? {
          "host-cpu-credits": {
            says: "A host has spent an hour of a vCPU more than its type earns.",
            todo: "It stays fast, as it may borrow, but what it does not earn back within a day is billed (0.05 USD per vCPU and hour). If this is the usual load, a type of fixed performance (c, m) or a larger one is cheaper.",
            watches: surplusCredits,
            alarming: { atLeast: BORROWED_CREDITS },
            periods: 3,
            periodSeconds: 300,
            missing: "missing",
          } as const,
        }
      : {}),
  };
}
