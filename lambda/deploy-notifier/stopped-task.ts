import type { Fields } from "./shape";
import { fields, lastPart, list, number, text, time } from "./shape";

export interface Container {
  readonly name: string;
  readonly image: string;
  readonly lastStatus: string;
  readonly healthStatus: string;
  readonly exitCode: number | undefined;
  readonly reason: string;
}

/** A task as both the event and DescribeTasks tell of it. */
export interface StoppedTask {
  readonly id: string;

  /** What it is a task of: `web`, or for one that no service runs its family. */
  readonly name: string;
  readonly ofService: boolean;

  /** The deployment that started it, e.g. `ecs-svc/123`. */
  readonly startedBy: string;
  readonly lastStatus: string;
  readonly desiredStatus: string;
  readonly stopCode: string;
  readonly stoppedReason: string;
  readonly stoppedAt: Date | undefined;
  readonly startedAt: Date | undefined;
  readonly containers: Container[];
}

export function taskFrom(value: Fields): StoppedTask {
  const [kind, name = ""] = text(value.group).split(":");
  return {
    id: lastPart(text(value.taskArn)),
    name,
    ofService: kind === "service",
    startedBy: text(value.startedBy),
    lastStatus: text(value.lastStatus),
    desiredStatus: text(value.desiredStatus),
    stopCode: text(value.stopCode),
    stoppedReason: text(value.stoppedReason),
    stoppedAt: time(value.stoppedAt),
    startedAt: time(value.startedAt),
    containers: list(value.containers).map(fields).map(containerFrom),
  };
}

const containerFrom = (value: Fields): Container => ({
  name: text(value.name),
  image: text(value.image),
  lastStatus: text(value.lastStatus),
  healthStatus: text(value.healthStatus),
  exitCode: number(value.exitCode),
  reason: text(value.reason),
});

export const isDown = ({ lastStatus }: Container) => lastStatus === "STOPPED";

/** Whether it came to a bad end, rather than being stopped by whoever may: a deploy, a scaling, an operator. */
export const endedBadly = ({ stopCode, stoppedReason }: StoppedTask) =>
  stopCode === "TaskFailedToStart" ||
  stopCode === "EssentialContainerExited" ||
  stoppedReason.startsWith("Task failed");

/**
 * The container to blame. The others of a task are stopped with it, by SIGTERM (143) and at last by SIGKILL (137), so
 * one that ended by itself comes first.
 */
export function culprit({ containers }: StoppedTask): Container | undefined {
  const blame = ({ reason, exitCode, healthStatus }: Container): number => {
    if (reason.includes("OutOfMemory")) return 5;
    if (exitCode !== undefined && ![0, 137, 143].includes(exitCode)) return 4;
    if (reason) return 3;
    if (healthStatus === "UNHEALTHY") return 2;
    return exitCode ? 1 : 0;
  };
  const [first] = [...containers].sort((one, other) => blame(other) - blame(one));
  return first && blame(first) > 0 ? first : undefined;
}

/** Why it stopped, in one line. */
export function causeOf(task: StoppedTask): string {
  const container = culprit(task);
  const code = container?.exitCode;
  return [
    container && code !== undefined && `${container.name} ended with exit code ${code}`,
    container?.reason && (code === undefined ? `${container.name}: ${container.reason}` : container.reason),
    task.stoppedReason,
  ]
    .filter(Boolean)
    .join(". ");
}
