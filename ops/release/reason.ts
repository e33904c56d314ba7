import { serviceNamesOf } from "../../config/worker-groups";
import { ECSClient, paginateListTasks } from "@aws-sdk/client-ecs";
import type { Service, Task } from "@aws-sdk/client-ecs";
import type { Workload } from "../../facts/names";
import { quoted } from "../diagnosis/container-end";
import { diagnose } from "../diagnosis/diagnose";
import { findingLines } from "../diagnosis/finding";
import type { Finding } from "../diagnosis/finding";
import { idOf } from "../ecs/arn";
import { whyStopped } from "../diagnosis/stopped-task";
import { lastLines, STOPPED_TASK_MINUTES } from "../ecs/log-stream";
import type { LogLine } from "../ecs/log-stream";
import { itemsIn } from "../ecs/portions";
import { describeTasks, lookAtHosts } from "../ecs/cluster";
import type { Operation } from "../cli/operation";
import type { Revision } from "../ecs/revision";
import { servicesOf } from "../ecs/services";

const LAST_LINES = 10;

/** ECS keeps the last 100 events of a service. Older ones than these do not belong to this deployment. */
const NEWEST_EVENTS = 10;

/** Why a release failed. */
export interface Reason {
  readonly findings: readonly Finding[];
  /** For people: the findings, what ECS reports about the last stopped task, and its last log lines. */
  readonly lines: readonly string[];
}

/** Why a rollout failed: from its last stopped task, the log, the service's events and the hosts. */
export async function reasonOf(
  operation: Operation,
  workload: Workload,
  revision: Revision,
): Promise<Reason> {
  const [services, dead, hosts] = await Promise.all([
    servicesOf(operation, serviceNamesOf(operation.environment)),
    lastStopped(operation, workload, revision),
    lookAtHosts(operation),
  ]);
  const service = services.get(workload);
  const logs = dead ? await lastLogLines(operation, dead) : [];
  // After a rollback the environment is healthy again, so the cause is in the stopped task alone.
  const death = dead && whyStopped(operation.environment, dead, logs);
  const findings = death
    ? [death]
    : diagnose(operation.environment, {
        at: new Date(),
        services: [...services.values()].map(({ events = [], ...each }) => ({
          ...each,
          events: each.serviceName === service?.serviceName ? events.slice(0, NEWEST_EVENTS) : [],
        })),
        taskDefinitions: [{ taskDefinitionArn: revision.arn, ...revision.content }],
        hosts,
      });
  return {
    findings,
    lines: [...(findings.length > 0 ? findingLines(findings) : []), ...evidence(service, dead, logs)],
  };
}

async function lastStopped(
  operation: Operation,
  workload: Workload,
  { arn }: Revision,
): Promise<Task | undefined> {
  const pages = paginateListTasks(
    { client: operation.client(ECSClient) },
    {
      cluster: operation.names.cluster.name,
      serviceName: operation.names.service(workload).name,
      desiredStatus: "STOPPED",
    },
  );
  const tasks = await describeTasks(operation, await itemsIn(pages, ({ taskArns }) => taskArns));
  const timeOf = ({ stoppedAt }: Task) => stoppedAt?.getTime() ?? 0;
  return tasks
    .filter(({ taskDefinitionArn }) => taskDefinitionArn === arn)
    .sort((one, other) => timeOf(other) - timeOf(one))[0];
}

async function lastLogLines(operation: Operation, { taskArn, containers = [] }: Task): Promise<LogLine[]> {
  const since = new Date(Date.now() - STOPPED_TASK_MINUTES * 60_000);
  // Only the container that failed: ECS stops the others because of it.
  const failed = containers.filter(({ exitCode }) => exitCode !== undefined && exitCode !== 0);
  const lines = await Promise.all(
    (failed.length > 0 ? failed : containers).map(({ name = "" }) =>
      lastLines(operation, { container: name, task: idOf(taskArn), since, limit: LAST_LINES }),
    ),
  );
  return lines.flat();
}

/** What AWS reports, quoted. */
function evidence(service: Service | undefined, dead: Task | undefined, logs: readonly LogLine[]): string[] {
  if (!dead) return (service?.events ?? []).slice(0, 1).map(({ message = "" }) => message);
  const ends = (dead.containers ?? []).flatMap(({ name, exitCode, reason }) =>
    exitCode === undefined && !reason
      ? []
      : [
          `${name} ${exitCode === undefined ? "did not start" : `ended with exit code ${exitCode}`}${reason ? `: ${reason}` : ""}`,
        ],
  );
  return [
    `task ${idOf(dead.taskArn)} stopped: ${dead.stoppedReason ?? "no reason given"}`,
    ...ends,
    // Without the frames of stack traces, of which a few errors fill several screens.
    ...logs.map((line) => `${line.container} | ${quoted(line).split("\n", 1)[0]}`),
  ];
}
