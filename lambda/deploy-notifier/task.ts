import { STOPPED_BY_ECS, WAITED } from "../../facts/stop-reasons";
import type { Read } from "./shape";
import { join, lastPart, number, text, time } from "./shape";

/** A task, as it is in both the event and DescribeTasks. */
export const TASK = {
  taskArn: lastPart,

  /** `service:web`, or `family:` and its family for a task of no service. */
  group: text,

  /** The deployment that started it, e.g. `ecs-svc/123`. */
  startedBy: text,
  lastStatus: text,
  desiredStatus: text,
  stopCode: text,
  stoppedReason: text,
  stoppedAt: time,
  startedAt: time,
  containers: [
    { name: text, image: lastPart, lastStatus: text, healthStatus: text, exitCode: number, reason: text },
  ],
};

export type Task = Read<typeof TASK>;
export type Container = Task["containers"][number];

/** Whether the task failed, rather than being stopped by a deployment, by scaling or by an operator. */
export const endedBadly = ({ stopCode, stoppedReason }: Task) =>
  /^(TaskFailedToStart|EssentialContainerExited)$/.test(stopCode) || stoppedReason.startsWith("Task failed");

/**
 * The container that made the task stop. ECS stops the other containers of the task with SIGTERM (143) and then SIGKILL
 * (137), so a container that ended by itself comes first.
 */
export const culprit = ({ containers }: Task): Container | undefined => {
  const [first] = containers.filter(blame).sort((one, other) => blame(other) - blame(one));
  return first;
};

const blame = ({ reason, exitCode, healthStatus }: Container): number => {
  if (reason.includes("OutOfMemory")) return 5;
  if (exitCode > 0 && !STOPPED_BY_ECS.includes(exitCode)) return 4;
  if (reason && !WAITED.test(reason)) return 3;
  if (healthStatus === "UNHEALTHY") return 2;
  return exitCode > 0 ? 1 : 0;
};

/** Why it stopped, in one line. */
export const causeOf = (task: Task): string => {
  const { name, exitCode = NaN, reason } = culprit(task) ?? {};
  const ended = exitCode >= 0 && `${name} ended with exit code ${exitCode}`;
  return join(". ", ended, ended || !reason ? reason : `${name}: ${reason}`, task.stoppedReason);
};
