import { logGroupName, logStreamName } from "../../facts/log-names";
import { ask } from "./aws";
import type { Attempt, Log } from "./news";
import { DESCRIBED_AT_ONCE, LINES } from "./limits";
import { toLog } from "./links";
import { NAME } from "./settings";
import { text } from "./shape";
import type { Task } from "./task";
import { causeOf, culprit, endedBadly, TASK } from "./task";

/** Why a task stopped. */
export interface Evidence {
  readonly cause: string;
  readonly log?: Log;
}

/** The last task of a service, or of one of its deployments, that failed. ECS lists a stopped task for an hour. */
export const lastBadEnd = async (
  attempt: Attempt,
  service: string,
  deploymentId?: string,
): Promise<Evidence | undefined> => {
  const task = await attempt(async (signal) => {
    const stopped = { cluster: NAME, serviceName: service, desiredStatus: "STOPPED" };
    const arns = await ask("ListTasks", stopped, "taskArns", [text], signal);
    const portions = arns.flatMap((_, at) =>
      at % DESCRIBED_AT_ONCE ? [] : [arns.slice(at, at + DESCRIBED_AT_ONCE)],
    );
    const described = await Promise.all(
      portions.map((tasks) => ask("DescribeTasks", { cluster: NAME, tasks }, "tasks", [TASK], signal)),
    );
    return described
      .flat()
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

  const group = logGroupName(NAME, container.name);
  const stream = logStreamName(container.name, id);
  // A container that never ran has no log stream.
  const last = { logGroupName: group, logStreamName: stream, limit: LINES };
  const events = await attempt((signal) =>
    ask("GetLogEvents", last, "events", [{ message: text }], signal, "logs"),
  );
  return { cause, log: { link: toLog(group, stream), events } };
};
