import { ECSClient, paginateListTasks } from "@aws-sdk/client-ecs";
import type { Task } from "@aws-sdk/client-ecs";
import { idOf } from "../ecs/arn";
import { logStreamName } from "../../facts/log-names";
import type { Operation } from "../cli/operation";
import type { Facts } from "../cli/outcome";
import { Failure, Interruption } from "../cli/outcome";
import { poll } from "../cli/pace";
import { describeTask, SECONDS_BETWEEN_LOOKS, startTask, stopTask, untilStopped } from "../ecs/one-off-task";
import { TaskLog } from "../ecs/task-log";
import { findingLines } from "../diagnosis/finding";
import { whyRefused } from "../diagnosis/refused-start";
import { whyStopped } from "../diagnosis/stopped-task";
import type { LogLine } from "../ecs/log-stream";
import { roomFor } from "../ecs/room";
import type { Revision } from "../ecs/revision";

/** Enough for a large table. Without a limit a migration that waits for a database lock would never end. */
const DEADLINE_SECONDS = 60 * 60;

/**
 * How long a task may wait for a host with room. With managed scaling ECS keeps it in PROVISIONING for 10 to 30 minutes ("Deep
 * Dive on Amazon ECS Cluster Auto Scaling", AWS Containers Blog). A new host takes about three.
 */
const ROOM_SECONDS = 10 * 60;

const CONTAINER = "migrate";

/**
 * Runs the migration task, streams its log, and fails unless the exit code is 0.
 *
 * @param onStart called when the task was started
 * @throws Failure with the reason, before any service is changed
 */
export async function migrate(
  operation: Operation,
  revision: Revision,
  onStart: () => void = () => undefined,
): Promise<void> {
  await waitForOthers(operation);
  operation.output.print(`Migrating the database (${revision.name}).`);
  const arn = await start(operation, revision);
  onStart();
  const log = new TaskLog(operation, CONTAINER, idOf(arn));
  const end = operation.deadline(DEADLINE_SECONDS);

  const stopped = await untilStopped(operation, arn, log, { end }).catch((error: unknown) => {
    // Stopping it would leave half a migration, because MySQL does not roll back DDL.
    if (!(error instanceof Interruption)) throw error;
    throw new Interruption(`Interrupted. The migration keeps running until it ends (task ${idOf(arn)}).`);
  });
  if (!stopped) {
    throw new Failure(
      `The migration did not end within ${DEADLINE_SECONDS / 60} minutes, and is still running (task ${idOf(arn)}).\n` +
        "No service was changed.\nFix: Check whether it waits for a lock (SHOW PROCESSLIST), then deploy again.",
    );
  }
  await log.printNew();
  judge(operation, stopped, log.last);
}

/** Waits for the one-off tasks of a killed deploy or of `run`: they occupy memory, and may hold database locks. */
async function waitForOthers(operation: Operation): Promise<void> {
  const family = operation.names.taskFamily("migrate").name;
  const runningOne = async () => {
    const pages = paginateListTasks(
      { client: operation.client(ECSClient) },
      { cluster: operation.names.cluster.name, family, desiredStatus: "RUNNING" },
    );
    for await (const { taskArns: [arn] = [] } of pages) if (arn !== undefined) return arn;
    return undefined;
  };
  const deadline = operation.deadline(DEADLINE_SECONDS);
  const ended = await poll(operation, { seconds: SECONDS_BETWEEN_LOOKS, deadline }, async () => {
    const other = await runningOne();
    if (other === undefined) return true;
    operation.output.progress(`Waiting for another task of ${family} (${idOf(other)}, a migration or run).`);
    // Read each time, because the listing may lag behind the state of the task.
    await describeTask(operation, other);
    return undefined;
  });
  if (!ended) throw new Failure(`Another task of ${family} is still running.`);
}

async function start(operation: Operation, revision: Revision): Promise<string> {
  const started = await startTask(operation, { taskDefinition: revision.arn, startedBy: "deploy" });
  if ("failures" in started) {
    const failures = [...new Set(started.failures.map(({ reason }) => reason ?? "unknown"))];
    throw notStarted(failures.join(", "), { failures });
  }
  const { arn } = started;
  // Otherwise it would run after the release was reverted.
  const task = await untilPlaced(operation, arn).catch(async (error: unknown) => {
    await stopTask(operation, arn, "the deployment was interrupted");
    throw error;
  });
  if (task?.containerInstanceArn !== undefined) return arn;
  if (task === undefined) await stopTask(operation, arn, "no host had room for it in time");
  throw notStarted(await roomFor(operation, revision));
}

const notStarted = (why: string, facts: Facts = {}) =>
  new Failure(`The migration could not be started: ${why}\nNo service was changed.`, facts);

/** @returns the task once it has a host, or was stopped without one; undefined when the time has passed */
async function untilPlaced(operation: Operation, arn: string): Promise<Task | undefined> {
  const deadline = operation.deadline(ROOM_SECONDS);
  return poll(operation, { seconds: SECONDS_BETWEEN_LOOKS, deadline }, async () => {
    const task = await describeTask(operation, arn);
    if (task?.containerInstanceArn !== undefined || task?.lastStatus === "STOPPED") return task;
    operation.output.progress(`The migration waits for a host with room (task ${idOf(arn)}).`);
    return undefined;
  });
}

function judge(operation: Operation, task: Task, lines: readonly LogLine[]): void {
  const { exitCode, reason } = task.containers?.find(({ name }) => name === CONTAINER) ?? {};
  if (exitCode === 0) return;
  const end = exitCode === undefined ? "did not run" : `ended with exit code ${exitCode}`;
  const refused = whyRefused(lines);
  const notStarted = exitCode === undefined ? whyStopped(operation.environment, task) : undefined;
  const finding = refused ? { ...refused, what: "migrate: the migration did not complete" } : notStarted;
  throw new Failure(
    [
      `The migration ${end}: ${reason ?? task.stoppedReason ?? "no reason given"}`,
      ...(finding ? [...findingLines([finding]), ""] : []),
      `No service was changed. The log is ${operation.names.logGroup(CONTAINER)}, stream ${logStreamName(CONTAINER, idOf(task.taskArn))}.`,
    ].join("\n"),
    {
      migration: { exitCode, stoppedReason: task.stoppedReason },
      ...(finding ? { findings: [finding] } : {}),
    },
  );
}
