import type { Service, Task } from "@aws-sdk/client-ecs";
import type { Workload } from "../../facts/names";
import type { LogLine } from "../ecs/log-stream";
import type { Observations } from "./observations";
import { idOf } from "../ecs/arn";
import { workloadsOf } from "../ecs/workloads";
import { lastLines, STOPPED_TASK_MINUTES } from "../ecs/log-stream";
import type { Operation } from "../cli/operation";
import {
  lookAtDefinitions,
  lookAtDeployments,
  lookAtHosts,
  lookAtServices,
  lookAtTasks,
} from "../ecs/cluster";
import { holderOf } from "../ecs/release-lock";
import { lookAtMaintenance } from "../maintenance/listener";
import { PermittedReads } from "./permitted-reads";
import { mayBeDiagnosed } from "./stopped-tasks";
import { lookAtActivities, lookAtAlarms, lookAtImages, lookAtJobs, lookAtTargets } from "../ecs/surroundings";

const LINES = 50;

/** Of each service or family. Each container of a task is one request, and all tasks of a service run the same code. */
const NEWEST_TASKS = 5;

export interface Observed {
  readonly seen: Observations;

  /** What was not read: because AWS denied it, or because it would take hundreds of requests. */
  readonly unseen: readonly string[];
}

/** Reads everything that the diagnosis needs. It changes nothing. */
export async function observe(operation: Operation): Promise<Observed> {
  const reads = new PermittedReads();
  const at = new Date();

  const [services, tasks, hosts, images, jobs, alarms, release, maintenance] = await Promise.all([
    reads.attempt("services", () => lookAtServices(operation)),
    reads.attempt("tasks", () => lookAtTasks(operation)),
    reads.attempt("hosts", () => lookAtHosts(operation)),
    reads.attempt("image parameters", () => lookAtImages(operation)),
    reads.attempt("queues", () => lookAtJobs(operation)),
    reads.attempt("alarms", () => lookAtAlarms(operation)),
    reads.attempt("release lock", () => holderOf(operation)),
    reads.attempt("maintenance", () => lookAtMaintenance(operation)),
  ]);
  const [serviceDeployments, taskDefinitions, targets, scalingActivities, logs] = await Promise.all([
    reads.attempt("deployments", () => lookAtDeployments(operation, services ?? [])),
    reads.attempt("task definitions", () => lookAtDefinitions(operation, services ?? [])),
    reads.attempt("targets", () => lookAtTargets(operation, services ?? [])),
    hosts?.length === 0
      ? reads.attempt("auto scaling", () => lookAtActivities(operation))
      : Promise.resolve(undefined),
    reads.attempt("logs", () => lookAtLogs(operation, at, tasks ?? [])),
  ]);

  const all = {
    services,
    missing: services && missingFrom(operation, services),
    tasks,
    hosts,
    images,
    jobs,
    alarms,
    release,
    maintenance,
    serviceDeployments,
    taskDefinitions,
    targets,
    scalingActivities,
    logs,
  };
  const seen = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
  const running = (tasks ?? []).filter(isRunning);
  const left =
    logs && running.length > newestOfEach(running).length
      ? [`logs: only those of the ${NEWEST_TASKS} newest tasks of each service were read`]
      : [];
  return { seen: { at, ...seen }, unseen: [...reads.denied, ...left] };
}

const missingFrom = ({ environment, names }: Operation, services: readonly Service[]): Workload[] =>
  workloadsOf(environment).filter(
    (workload) => !services.some(({ serviceName }) => serviceName === names.service(workload).name),
  );

/** The newest running, or stopped, tasks of each service or family. */
const newestOfEach = (tasks: readonly Task[]): Task[] =>
  tasks
    .toSorted((one, other) => timeOf(other) - timeOf(one))
    .filter(
      (task, index, all) =>
        all.slice(0, index).filter(({ group }) => group === task.group).length < NEWEST_TASKS,
    );

const timeOf = ({ startedAt, stoppedAt = startedAt }: Task) => stoppedAt?.getTime() ?? 0;

const isRunning = ({ lastStatus }: Task) => lastStatus === "RUNNING";

/** The last log lines of the newest running tasks, and of the newest stopped tasks that may be diagnosed. */
async function lookAtLogs(operation: Operation, at: Date, tasks: readonly Task[]): Promise<LogLine[]> {
  const since = new Date(at.getTime() - STOPPED_TASK_MINUTES * 60_000);
  const running = newestOfEach(tasks.filter(isRunning));
  const stopped = newestOfEach(tasks.filter(mayBeDiagnosed));

  const lines = await Promise.all(
    [...running, ...stopped].flatMap(({ taskArn, containers = [] }) =>
      containers.map(({ name = "" }) =>
        lastLines(operation, { container: name, task: idOf(taskArn), since, limit: LINES }),
      ),
    ),
  );
  return lines.flat().sort((one, other) => one.at.getTime() - other.at.getTime());
}
