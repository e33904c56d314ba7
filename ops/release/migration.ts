import { DescribeTasksCommand, ECSClient, ListTasksCommand, RunTaskCommand } from "@aws-sdk/client-ecs";
import type { Task } from "@aws-sdk/client-ecs";
import { idOf } from "../diagnosis/rule";
import type { Operation } from "../cli/operation";
import { Failure, Interruption } from "../cli/outcome";
import { TaskLog } from "../ecs/task-log";
import { roomFor } from "../ecs/room";
import type { Revision } from "../ecs/revision";

const LOOK_SECONDS = 3;

/** A migration of a large table takes its time; one that waits for a lock must not wait for ever. */
const DEADLINE_SECONDS = 60 * 60;

/** How long a start is tried again that found no room: the host may be full of another deploy's tasks for a moment. */
const ROOM_SECONDS = 2 * 60;

const CONTAINER = "migrate";

/**
 * Migrates the database with a revision's image, shows the log as it is written, and fails unless the exit code is 0.
 *
 * @throws Failure with the reason: nothing was rolled yet
 */
export async function migrate(operation: Operation, revision: Revision): Promise<void> {
  await waitForOthers(operation);
  operation.output.say(`Migrating the database (${revision.name}).`);
  const started = await start(operation, revision);
  const arn = started.taskArn ?? "";
  const log = new TaskLog(operation, CONTAINER, idOf(arn));
  const deadline = operation.deadline(DEADLINE_SECONDS);

  for (;;) {
    const task = await describe(operation, arn);
    await log.tellNew();
    if (task?.lastStatus === "STOPPED") {
      await log.tellNew();
      return judge(operation, task);
    }
    if (deadline.passed) {
      throw new Failure(
        `The migration did not end within ${DEADLINE_SECONDS / 60} minutes, and was left running (task ${idOf(arn)}).\n` +
          "Nothing was rolled. Remedy: look whether it waits for a lock (show processlist), then deploy again.",
      );
    }
    await operation.pause(LOOK_SECONDS).catch((error: unknown) => {
      // Stopped in the middle it would leave half a migration, which MySQL does not take back.
      if (!(error instanceof Interruption)) throw error;
      throw new Interruption(`Interrupted. The migration goes on to its end (task ${idOf(arn)}).`);
    });
  }
}

/** What a killed deploy or `run` has at work: a migration beside it would find no memory, or wait for its lock. */
async function waitForOthers(operation: Operation): Promise<void> {
  const family = operation.names.taskFamily("migrate").name;
  const running = async () => {
    const { taskArns = [] } = await operation.client(ECSClient).send(
      new ListTasksCommand({
        cluster: operation.names.cluster.name,
        family,
        desiredStatus: "RUNNING",
      }),
    );
    return taskArns;
  };
  const deadline = operation.deadline(DEADLINE_SECONDS);
  for (let others = await running(); others.length > 0; others = await running()) {
    operation.output.progress(
      `Another task of ${family} is at work (${idOf(others[0] ?? "")}, a migration or run): waiting for its end.`,
    );
    if (deadline.passed) {
      throw new Failure(`Another task of ${family} is still at work (${idOf(others[0] ?? "")}).`);
    }
    // ECS lists a task until it has looked at it: asking for its state costs nothing and tells more.
    await describe(operation, others[0] ?? "");
    await operation.pause(LOOK_SECONDS);
  }
}

async function start(operation: Operation, revision: Revision): Promise<Task> {
  const deadline = operation.deadline(ROOM_SECONDS);
  for (;;) {
    operation.goOn();
    const { tasks = [], failures = [] } = await operation.client(ECSClient).send(
      new RunTaskCommand({
        cluster: operation.names.cluster.name,
        taskDefinition: revision.arn,
        capacityProviderStrategy: [{ capacityProvider: operation.names.cluster.name, weight: 1 }],
        startedBy: "deploy",
      }),
    );
    const [task] = tasks;
    if (task) return task;

    // It answers 200 all the same.
    const reasons = [...new Set(failures.map(({ reason }) => reason ?? "unknown"))];
    const said = await roomFor(operation, revision, reasons);
    if (deadline.passed || !reasons.some((reason) => reason.startsWith("RESOURCE:"))) {
      throw new Failure(`The migration could not be started: ${said}\nNothing was rolled.`, {
        failures: reasons,
      });
    }
    operation.output.progress(`The migration finds no room (${said}); trying again.`);
    await operation.pause(2 * LOOK_SECONDS);
  }
}

async function describe(operation: Operation, arn: string): Promise<Task | undefined> {
  const { tasks = [] } = await operation
    .client(ECSClient)
    .send(new DescribeTasksCommand({ cluster: operation.names.cluster.name, tasks: [arn] }));
  return tasks[0];
}

function judge(operation: Operation, task: Task): void {
  const { exitCode, reason } = task.containers?.find(({ name }) => name === CONTAINER) ?? {};
  if (exitCode === 0) return;
  const said = exitCode === undefined ? "never ran" : `ended with exit code ${exitCode}`;
  throw new Failure(
    `The migration ${said}: ${reason ?? task.stoppedReason ?? "no reason given"}\n` +
      `Nothing was rolled. Its log is ${operation.names.logGroup(CONTAINER)}, stream ecs/${CONTAINER}/${idOf(task.taskArn ?? "")}.`,
    { migration: { exitCode, stoppedReason: task.stoppedReason } },
  );
}
