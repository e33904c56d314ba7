import { ask } from "./aws";
import { fields, list, text } from "./shape";
import type { StoppedTask } from "./stopped-task";
import { culprit, endedBadly, taskFrom } from "./stopped-task";

/** How many of the newest stopped tasks are looked at (DescribeTasks takes 100). */
const TASKS = 100;
const LINES = 12;

/** Where a container of a task wrote what it said. */
export interface LogStream {
  readonly group: string;
  readonly stream: string;
}

/** The last task of a service, or of one of its deployments, that came to a bad end. ECS forgets them after an hour. */
export async function lastBadEnd(
  cluster: string,
  service: string,
  signal: AbortSignal,
  deploymentId?: string,
): Promise<StoppedTask | undefined> {
  const { taskArns } = await ask(
    "ecs",
    "ListTasks",
    { cluster, serviceName: service, desiredStatus: "STOPPED", maxResults: TASKS },
    signal,
  );
  const tasks = list(taskArns);
  if (tasks.length === 0) return undefined;
  const answer = await ask("ecs", "DescribeTasks", { cluster, tasks }, signal);
  return list(answer.tasks)
    .map((each) => taskFrom(fields(each)))
    .filter((task) => endedBadly(task) && [undefined, task.startedBy].includes(deploymentId))
    .sort((one, other) => (other.stoppedAt?.getTime() ?? 0) - (one.stoppedAt?.getTime() ?? 0))[0];
}

/** The log of the container to blame, or of the application's when there is none. */
export function logOf(name: string, task: StoppedTask): LogStream | undefined {
  const container =
    culprit(task)?.name ??
    task.containers.find((each) => each.name === "app")?.name ??
    task.containers[0]?.name;
  return container && task.id
    ? { group: `/${name}/${container}`, stream: `ecs/${container}/${task.id}` }
    : undefined;
}

/** The last lines of a log. One that does not exist has none: a container that never ran wrote nothing. */
export async function lastLines({ group, stream }: LogStream, signal: AbortSignal): Promise<string[]> {
  const answer = await ask(
    "logs",
    "GetLogEvents",
    { logGroupName: group, logStreamName: stream, limit: LINES, startFromHead: false },
    signal,
  );
  return list(answer.events).map((each) => text(fields(each).message));
}
