import type { Container, Task } from "@aws-sdk/client-ecs";
import type { Environment } from "../../config/environment";
import { STOPPED_BY_ECS, WAITED } from "../../facts/stop-reasons";
import { whyEnded } from "./container-end";
import type { Finding } from "./finding";
import type { LogLine } from "../ecs/log-stream";
import { commandLine } from "../cli/command-line";
import { idOf, workloadOf } from "../ecs/arn";
import type { Stop } from "./stop-diagnosis";
import { EXPLANATIONS } from "./stop-diagnosis";

/** Why a task stopped; undefined when that was intended: a scaling, a deployment or an operator stopped it. */
export function whyStopped(
  environment: Environment,
  task: Task,
  log: readonly LogLine[] = [],
): Finding | undefined {
  const workload = workloadOf(environment, task.taskDefinitionArn);
  const containers = task.containers ?? [];
  const culprit = culpritOf(task);
  const container = culprit?.name ?? workload;
  const stop: Stop = {
    environment,
    workload,
    container,
    image: (culprit ?? containers[0])?.image ?? "of a container",
    reasons: [task.stoppedReason, ...containers.map(({ reason }) => reason), codeOf(task)]
      .filter(Boolean)
      .join(" | "),
    lines: log.filter((line) => line.container === container && line.task === idOf(task.taskArn)),
  };

  const [, explain] = EXPLANATIONS.find(([pattern]) => pattern.test(stop.reasons)) ?? [];
  if (explain) return explain(stop);

  const meant = task.stopCode === "ServiceSchedulerInitiated" || task.stopCode === "UserInitiated";
  const exitCode = culprit?.exitCode;
  if (exitCode === undefined) return meant ? undefined : neverStarted(stop);
  if (meant && (exitCode === 0 || STOPPED_BY_ECS.includes(exitCode))) return undefined;
  // A migration or a scheduled task may end; a service must keep running.
  if (exitCode === 0 && isOneOff(task, workload)) return undefined;
  return ended(stop, exitCode);
}

const isOneOff = ({ group }: Task, workload: string) =>
  group?.startsWith("family:") ?? workload === "migrate";

function ended(stop: Stop, exitCode: number): Finding {
  const { environment, workload, container, lines } = stop;
  const explanation = whyEnded(environment, container, exitCode, lines);
  if (workload !== "migrate")
    return { ...explanation, what: `${workload}: ${container} ended with exit code ${exitCode}` };
  return {
    ...explanation,
    ...(explanation.cause === "container-failed" ? { cause: "migration-failed" } : {}),
    what: `migrate: the migration failed with exit code ${exitCode}`,
  };
}

const neverStarted = ({ environment, workload, reasons }: Stop): Finding => ({
  cause: "container-not-started",
  what: `${workload}: a task did not start`,
  why: reasons === "" ? "ECS gives no reason." : reasons,
  next: `Check the hosts and the other problems: ${commandLine(environment, "status")}`,
});

/** The two stop codes that are more specific than the stopped reason. */
const codeOf = ({ stopCode }: Task) =>
  stopCode === "SpotInterruption" || stopCode === "TerminationNotice" ? stopCode : undefined;

/**
 * The container whose end is the cause: one that failed by itself before those that waited for it or were stopped with it. Behind
 * the load balancer it is the application: ECS stops all containers, and each ends without an error.
 */
function culpritOf({ containers = [], stoppedReason = "" }: Task): Container | undefined {
  const exited = ({ exitCode = 0 }: Container) => exitCode !== 0;
  const failed = (each: Container) => exited(each) || Boolean(each.reason && !WAITED.test(each.reason));
  const serves = ({ name }: Container) => name === "app" && /ELB health checks/i.test(stoppedReason);
  const byItself = ({ exitCode }: Container) => !STOPPED_BY_ECS.includes(exitCode);
  return (
    containers.find(({ reason }) => (reason ?? "").includes("OutOfMemory")) ??
    containers.find(serves) ??
    containers.find((each) => exited(each) && byItself(each)) ??
    containers.find((each) => failed(each) && byItself(each)) ??
    containers.find(({ healthStatus }) => healthStatus === "UNHEALTHY") ??
    containers.find(({ exitCode }) => exitCode === 137) ??
    containers.find(failed) ??
    containers.find(({ exitCode }) => exitCode !== undefined)
  );
}
