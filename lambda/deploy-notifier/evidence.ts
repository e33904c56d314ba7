import { ask } from "./aws";
import type { Attempt } from "./news";
import { LINES } from "./limits";
import { toLog } from "./links";
import { NAME } from "./settings";
import { text } from "./shape";
import type { Task } from "./task";
import { causeOf, culprit, endedBadly, TASK } from "./task";

/** Why a task came to its end. */
export interface Evidence {
  readonly cause: string;
  readonly log?: Log;
}

/** Where the container to blame, or the application's when there is none, wrote what it said, and its last lines. */
export interface Log {
  readonly link: { readonly Log: string };
  readonly events: readonly { readonly message: string }[] | undefined;
}

/** The last task of a service, or of one of its deployments, that came to a bad end. ECS forgets them after an hour. */
export const lastBadEnd = async (
  attempt: Attempt,
  service: string,
  deploymentId?: string,
): Promise<Evidence | undefined> => {
  const task = await attempt(async (signal) => {
    // The newest hundred, which is as many as DescribeTasks takes.
    const stopped = { cluster: NAME, serviceName: service, desiredStatus: "STOPPED" };
    const tasks = await ask("ListTasks", stopped, "taskArns", [text], signal);
    if (!tasks[0]) return undefined;
    const described = await ask("DescribeTasks", { cluster: NAME, tasks }, "tasks", [TASK], signal);
    return described
      .filter((each) => endedBadly(each) && (!deploymentId || each.startedBy === deploymentId))
      .sort((one, other) => (other.stoppedAt || 0) - (one.stoppedAt || 0))[0];
  });
  return task && evidenceOf(attempt, task);
};

export const evidenceOf = async (attempt: Attempt, task: Task): Promise<Evidence> => {
  const cause = causeOf(task);
  const { taskArn: id, containers } = task;
  const container = culprit(task) ?? containers.find(({ name }) => name === "app") ?? containers[0];
  if (!container) return { cause };

  const group = `/${NAME}/${container.name}`;
  const stream = `ecs/${container.name}/${id}`;
  // A log that does not exist has no lines: a container that never ran wrote nothing.
  const last = { logGroupName: group, logStreamName: stream, limit: LINES };
  const events = await attempt((signal) =>
    ask("GetLogEvents", last, "events", [{ message: text }], signal, "logs"),
  );
  return { cause, log: { link: toLog(group, stream), events } };
};
