import { endOf } from "../../config/queues";
import type { EnvironmentValues } from "../../config/schema/schema";
import type { Names, ServiceName } from "../../facts/names";
import { isBurstable } from "../../facts/instance-types";
import { nodesOf } from "../../facts/valkey";
import type { WatchedQueue } from "./alarms/background-alarms";
import type { Balanced, Metric } from "./alarms/metric";
import {
  cacheMetrics,
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
  readonly services: readonly ServiceName[];

  /** Of the hosts, e.g. `t3.small`. */
  readonly instanceType: string;

  readonly cache: EnvironmentValues["cache"];

  /** The default one first. */
  readonly queues: readonly WatchedQueue[];

  /** Counts the runs of the schedule, if there is a scheduler with a heartbeat. */
  readonly schedulerRuns: Metric | undefined;
}

/** The graphs of an environment in the order in which a request passes its parts, and then queue and scheduler. */
export function requestPath(props: RequestPathProps): Graph[][] {
  const { name, balanced, instanceType, cache, queues, schedulerRuns } = props;
  return [
    [...requests(balanced), memoryOfTasks(props)],
    hosts(name, instanceType),
    database(name),
    valkey(name, cache),
    ...background(queues, schedulerRuns),
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
        "5xx from Laravel and nginx": metrics.failedByTargets,
        "5xx from the load balancer": metrics.failedByBalancer,
      },
    },
    {
      title: "Response time, seconds",
      lines: { average: metrics.seconds, p99: metrics.slowestSeconds },
    },
    { title: "Web tasks", lines: { healthy: metrics.healthy, unhealthy: metrics.unhealthy } },
  ];
}

/** CPU is left out: only with `web.scaling` do tasks reserve it, and without a reservation ECS has no percentage of it. */
function memoryOfTasks({ names, services }: RequestPathProps): Graph {
  const lines = services.map(
    (workload) =>
      [workload, serviceMetrics(names.cluster.name, names.service(workload).name).memory] as const,
  );
  return { title: "Memory of tasks, % of the limit", lines: Object.fromEntries(lines), upTo: 100 };
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
      ? [{ title: "Surplus CPU credits of hosts", lines: { credits: metrics.surplusCredits } }]
      : []),
  ];
}

function database(name: string): Graph[] {
  const metrics = databaseMetrics(name);
  return [
    { title: "CPU of the database, %", lines: { used: metrics.cpu }, upTo: 100 },
    { title: "Connections to the database", lines: { open: metrics.connections } },
    {
      title: "Free space of the database, bytes",
      lines: { storage: metrics.freeStorage, memory: metrics.freeMemory },
    },
    {
      title: "Latency of the database's disk, seconds",
      lines: { read: metrics.readSeconds, write: metrics.writeSeconds },
    },
  ];
}

/** With two nodes each has a line of its own. Reads and writes go to the one that takes writes. */
function valkey(name: string, cache: EnvironmentValues["cache"]): Graph[] {
  if (cache.kind !== "valkey") return [];
  const nodes = nodesOf(name, cache).map((node) => ({ node, metrics: cacheMetrics(node) }));
  const lines = (metric: keyof ReturnType<typeof cacheMetrics>, label = "") =>
    Object.fromEntries(nodes.map(({ node, metrics }) => [`${label}${node}`, metrics[metric]]));
  return [
    { title: "Memory of the cache, %", lines: lines("memory"), upTo: 100 },
    { title: "CPU of the cache, %", lines: lines("cpu"), upTo: 100 },
    {
      title: "Reads from the cache",
      lines: {
        ...lines("found", "found, "),
        ...lines("missing", "missing, "),
        ...lines("evicted", "dropped, "),
      },
    },
    { title: "Connections to the cache", lines: lines("connections") },
  ];
}

/** One row for each queue. The scheduler is beside the first. */
const background = (queues: readonly WatchedQueue[], schedulerRuns: Metric | undefined): Graph[][] =>
  queues.map((queue, index) => [
    ...jobsOf(queue),
    ...(schedulerRuns && index === 0
      ? [{ title: "Runs of the schedule per five minutes", lines: { runs: schedulerRuns } }]
      : []),
  ]);

function jobsOf(queue: WatchedQueue): Graph[] {
  const jobs = queueMetrics(queue.jobs);
  const of = endOf(queue) === "" ? "" : ` of ${queue.queue}`;
  return [
    {
      title: `Jobs${of}`,
      lines: {
        waiting: jobs.waiting,
        "in flight": jobs.inFlight,
        done: jobs.done,
        "in the dead-letter queue": queueMetrics(queue.deadLetters).waiting,
      },
    },
    { title: `Age of the oldest job${of}, seconds`, lines: { age: jobs.oldestSeconds } },
  ];
}
