import type { Service, Task } from "@aws-sdk/client-ecs";
import type { Environment } from "../../config/environment";
import type { Finding } from "./finding";
import type { Observations } from "./observations";
import { workloadOf } from "../ecs/arn";
import type { DiagnosisRule } from "./rule";
import { isSettled, newestDeploymentOf } from "./services";
import { whyStopped } from "./stopped-task";

/** `startedBy` of the tasks of `ops run`, which reports their end itself. */
export const STARTED_BY_OPERATOR = "ops run";

export const mayBeDiagnosed = ({ lastStatus, startedBy }: Task) =>
  lastStatus === "STOPPED" && startedBy !== STARTED_BY_OPERATOR;

/**
 * Tasks that stopped unexpectedly. Several with the same cause are one finding.
 *
 * ECS shows a stopped task for about an hour. So a single stopped task of a service that has recovered is not reported, and
 * neither are the stopped tasks of a replaced release or deployment, or a failed migration before the newest deployment.
 */
export const stoppedTasks: DiagnosisRule = (environment, seen) => {
  const stopped = (seen.tasks ?? []).filter(mayBeDiagnosed).sort((one, other) => timeOf(other) - timeOf(one));

  const found = new Map<string, { finding: Finding; count: number; settled: boolean }>();
  for (const task of stopped.filter((each) => stillMatters(environment, seen, stopped, each))) {
    const finding = whyStopped(environment, task, seen.logs);
    if (!finding) continue;
    const same = found.get(finding.what);
    const settled = isSettledService(environment, seen, task);
    found.set(finding.what, { finding: same?.finding ?? finding, count: (same?.count ?? 0) + 1, settled });
  }

  return [...found.values()]
    .filter(({ settled, count }) => !settled || count > 1)
    .map(({ finding, count }) =>
      count === 1 ? finding : { ...finding, what: `${finding.what}, ${count} times in the last hour` },
    );
};

const timeOf = ({ stoppedAt, stoppingAt }: Task) => (stoppedAt ?? stoppingAt)?.getTime() ?? 0;

const serviceOf = (environment: Environment, seen: Observations, task: Task): Service | undefined => {
  const workload = workloadOf(environment, task.taskDefinitionArn);
  return seen.services?.find(({ serviceName }) => serviceName === workload);
};

function isSettledService(environment: Environment, seen: Observations, task: Task): boolean {
  const service = serviceOf(environment, seen, task);
  return service !== undefined && isSettled(seen, service);
}

/** A migration that failed before another release, or a rollback, was deployed. */
const isOfAnEarlierRelease = (environment: Environment, seen: Observations, task: Task): boolean =>
  workloadOf(environment, task.taskDefinitionArn) === "migrate" &&
  (seen.serviceDeployments ?? []).some(({ createdAt }) => (createdAt?.getTime() ?? 0) > timeOf(task));

function stillMatters(
  environment: Environment,
  seen: Observations,
  stopped: readonly Task[],
  task: Task,
): boolean {
  const service = serviceOf(environment, seen, task);
  if (!service) {
    // Of the one-off tasks of a family only the newest counts.
    const newest = stopped.find(
      ({ taskDefinitionArn }) =>
        workloadOf(environment, taskDefinitionArn) === workloadOf(environment, task.taskDefinitionArn),
    );
    return newest === task && !isOfAnEarlierRelease(environment, seen, task);
  }
  const isOfRevision = task.taskDefinitionArn === service.taskDefinition;
  const isOfDeployment = timeOf(task) >= (newestDeploymentOf(seen, service)?.createdAt?.getTime() ?? 0);
  if (!isSettled(seen, service)) return isOfRevision || isOfDeployment;
  // What kept a task from starting is over once the tasks run.
  return isOfRevision && isOfDeployment && task.stopCode !== "TaskFailedToStart";
}
