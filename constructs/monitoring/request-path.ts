import type { Names, SERVICES } from "../../facts/names";
import { isBurstable } from "../../facts/instance-types";
import type { Balanced, Metric } from "./alarms/metric";
import {
  databaseMetrics,
  hostMetrics,
  loadBalancerMetrics,
  queueMetrics,
  serviceMetrics,
} from "./alarms/metric";
import type { Graph } from "./dashboard";

export interface RequestPathProps {
  /** The name of the Auto Scaling group, the cluster and the database. */
  readonly name: string;
  readonly names: Names;
  readonly balanced: Balanced;

  /** The workloads that run as a service of their own. */
  readonly services: readonly (typeof SERVICES)[number][];

  /** Of the hosts, e.g. `t3.small`. */
  readonly instanceType: string;
  readonly queues: { readonly jobs: string; readonly deadLetters: string };

  /** What the scheduler has run. */
  readonly schedulerRuns: Metric | undefined;
}

/** The graphs of an environment in the order of a request: from the load balancer to the database, then what is done later. */
export function requestPath(props: RequestPathProps): Graph[][] {
  const { name, balanced, instanceType, queues, schedulerRuns } = props;
  return [
    [...requests(balanced), memoryOfTasks(props)],
    hosts(name, instanceType),
    database(name),
    background(queues, schedulerRuns),
  ];
}

function requests(balanced: Balanced): Graph[] {
  const metrics = loadBalancerMetrics(balanced);
  return [
    {
      title: "Requests",
      lines: {
        all: metrics.requests,
        "4xx": metrics.refused,
        "5xx of Laravel and nginx": metrics.failedByTargets,
        "5xx of the load balancer": metrics.failedByBalancer,
      },
    },
    {
      title: "Seconds to answer",
      lines: { average: metrics.seconds, "slowest 1 %": metrics.slowestSeconds },
    },
    { title: "Web tasks", lines: { healthy: metrics.healthy, unhealthy: metrics.unhealthy } },
  ];
}

/** Without their CPU: tasks reserve none, so ECS has nothing to take a share of. */
function memoryOfTasks({ names, services }: RequestPathProps): Graph {
  const lines = services.map(
    (workload) =>
      [workload, serviceMetrics(names.cluster.name, names.service(workload).name).memory] as const,
  );
  return { title: "Memory of tasks, % of their limit", lines: Object.fromEntries(lines), upTo: 100 };
}

function hosts(name: string, instanceType: string): Graph[] {
  const metrics = hostMetrics(name, name);
  return [
    { title: "CPU of hosts, %", lines: { used: metrics.cpu }, upTo: 100 },
    {
      title: "Memory of hosts, %",
      lines: { used: metrics.memory, reserved: metrics.reservedMemory },
      upTo: 100,
    },
    ...(isBurstable(instanceType)
      ? [{ title: "CPU credits borrowed", lines: { "by hosts": metrics.surplusCredits } }]
      : []),
  ];
}

function database(name: string): Graph[] {
  const metrics = databaseMetrics(name);
  return [
    { title: "CPU of the database, %", lines: { used: metrics.cpu }, upTo: 100 },
    { title: "Connections to the database", lines: { open: metrics.connections } },
    {
      title: "Free bytes of the database",
      lines: { storage: metrics.freeStorage, memory: metrics.freeMemory },
    },
    {
      title: "Seconds of its disk",
      lines: { "to read": metrics.readSeconds, "to write": metrics.writeSeconds },
    },
  ];
}

function background(queues: RequestPathProps["queues"], schedulerRuns: Metric | undefined): Graph[] {
  const jobs = queueMetrics(queues.jobs);
  return [
    {
      title: "Jobs",
      lines: {
        waiting: jobs.waiting,
        "in hand": jobs.inHand,
        done: jobs.done,
        "failed for good": queueMetrics(queues.deadLetters).waiting,
      },
    },
    { title: "Seconds the oldest job has waited", lines: { waited: jobs.oldestSeconds } },
    ...(schedulerRuns
      ? [{ title: "Runs of the schedule in five minutes", lines: { runs: schedulerRuns } }]
      : []),
  ];
}
