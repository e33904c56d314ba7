import { HOST_LOST } from "../../../facts/stop-reasons";
import { span } from "../clock";
import { evidenceOf } from "../evidence";
import { toTask } from "../links";
import { withoutNumbers } from "../memory";
import type { Kind, News } from "../news";
import { join } from "../shape";
import type { Task } from "../task";
import { causeOf, culprit } from "../task";

export const taskChange: Kind = ({ detail: task }) => {
  const {
    taskArn,
    group,
    startedBy,
    lastStatus,
    desiredStatus,
    containers,
    startedAt,
    stoppedAt,
    stoppedReason,
  } = task;
  const [kind, name = ""] = group.split(":");
  const links = toTask(taskArn);
  const stopped = lastStatus === "STOPPED";
  const runs = lastStatus === "RUNNING";
  if (!taskArn || !(stopped || (desiredStatus === "RUNNING" && (runs || lastStatus === "PENDING"))))
    return undefined;
  if (stopped && stoppedReason.startsWith(HOST_LOST)) return hostLost(task);

  const down = containers
    .filter((each) => runs && each.lastStatus === "STOPPED")
    .map((each) => each.name)
    .join(", ");
  const same = [taskArn, lastStatus, down];
  if (!stopped && !down) {
    const [icon, does] = runs ? ["▶️", "running"] : ["⏳", "starting"];
    return { same, links, words: () => [icon, `${name}: a task is ${does}`] };
  }
  return {
    same,
    links,
    // With the image: the migration of another release is another trouble.
    trouble: [name, startedBy, lastStatus, culprit(task)?.image ?? "", withoutNumbers(causeOf(task))],
    words: async (attempt) => {
      const { cause, log } = await evidenceOf(attempt, task);
      const ofService = kind === "service";
      return [
        "💥",
        down ? `${down} stopped in a task of ${name}` : `${verdict(name, ofService)}: ${inShort(task)}`,
        down
          ? `${cause || "It stopped."}\nThe task runs without it.`
          : join("\n", cause, ofService && "ECS starts another task."),
        { Image: culprit(task)?.image, "Ran for": span(startedAt, stoppedAt) },
        log,
      ];
    },
  };
};

/** All tasks of a host are lost at the same time: one message for the host. */
const hostLost = ({ taskArn, stoppedReason }: Task): News => {
  const [instance = ""] = stoppedReason.slice(HOST_LOST.length).split(")");
  return {
    same: [taskArn, "host"],
    trouble: ["host", stoppedReason],
    links: toTask(taskArn),
    words: () => [
      "💥",
      `the host ${instance} was lost`,
      `${stoppedReason}\nAuto Scaling launches a new host, and ECS starts the tasks of the services there.`,
    ],
  };
};

/** The web service may have other running tasks; the scheduler is one task. */
const verdict = (name: string, ofService: boolean): string => {
  if (!ofService) return `${name} failed`;
  return name === "web" ? "a task of web stopped" : `${name} is down`;
};

const inShort = (task: Task): string => {
  const { reason = "", exitCode = NaN, name } = culprit(task) ?? {};
  if (reason.includes("OutOfMemory")) return `${name} ran out of memory`;
  if (/health ?check/i.test(task.stoppedReason)) return "unhealthy";
  if (task.stopCode === "TaskFailedToStart") return "it failed to start";
  return exitCode >= 0 ? `${name} exited with ${exitCode}` : "it stopped";
};
