import { DescribeTasksCommand, ECSClient, RunTaskCommand, StopTaskCommand } from "@aws-sdk/client-ecs";
import type { Failure as TaskFailure, Task } from "@aws-sdk/client-ecs";
import { diagnose } from "../diagnosis/diagnose";
import { commandLine } from "../cli/command-line";
import { idOf } from "./arn";
import { whyStopped } from "../diagnosis/stopped-task";
import { observe } from "./observe";
import type { Operation } from "../cli/operation";
import { Failure, Interruption } from "../cli/outcome";
import { poll } from "../cli/pace";
import { findingLines } from "../commands/status/lines";
import { inWords } from "../cli/words";
import { TaskLog } from "./task-log";

const SECONDS_BETWEEN_LOOKS = 2;

/** If a host must be launched first, that takes about three minutes. */
const START_SECONDS = 10 * 60;

/** The log driver may deliver lines for this long after a task has stopped. */
const LAST_LINES_SECONDS = 5;

export interface OneOffTask {
  /** A family (its newest revision is used) or a revision. */
  readonly taskDefinition: string;

  /** The container that runs the command, and whose log is printed. */
  readonly container: string;

  /** The command, word by word. */
  readonly command: readonly string[];
  readonly startedBy: string;

  /** Called at Ctrl-C when the task exists: whether to stop it. */
  readonly stopOnInterrupt: () => Promise<boolean>;
}

/**
 * Runs a one-off task, streams its log, and returns the exit code of its container.
 *
 * @throws Failure with the reason when the task could not start or was killed
 * @throws Interruption at Ctrl-C, after the task was stopped or left running
 */
export async function runOneOff(
  operation: Operation,
  oneOff: OneOffTask,
): Promise<{ task: string; exitCode: number }> {
  const started = await start(operation, oneOff);
  const id = idOf(started);
  operation.output.progress(`Task ${id} is starting.`);
  const log = new TaskLog(operation, oneOff.container, id);
  try {
    const stopped = await follow(operation, started, log);
    await operation.pause(LAST_LINES_SECONDS).catch(() => undefined);
    await log.printNew();
    return { task: id, exitCode: exitCodeOf(operation, stopped, oneOff.container) };
  } catch (error) {
    if (error instanceof Interruption) throw await interrupted(operation, started, oneOff);
    if (error instanceof Failure) throw error;
    throw new Failure(`${inWords(error)}\n${goesOn(operation, id, oneOff)}`, { task: id });
  }
}

async function start(operation: Operation, oneOff: OneOffTask): Promise<string> {
  const { taskDefinition, container, command: words, startedBy } = oneOff;
  const { names, environment } = operation;
  operation.goOn();
  const { tasks = [], failures = [] } = await operation.client(ECSClient).send(
    new RunTaskCommand({
      cluster: names.cluster.name,
      taskDefinition,
      capacityProviderStrategy: [{ capacityProvider: environment.name, weight: 1 }],
      enableECSManagedTags: true,
      propagateTags: "TASK_DEFINITION",
      startedBy,
      overrides: { containerOverrides: [{ name: container, command: [...words] }] },
    }),
  );
  const [task] = tasks;
  // RunTask answers 200 with `failures` when no host can run the task.
  if (task?.taskArn === undefined || failures.length > 0) throw await notStarted(operation, failures);
  return task.taskArn;
}

async function notStarted(operation: Operation, failures: readonly TaskFailure[]): Promise<Failure> {
  const { seen } = await observe(operation);
  const findings = diagnose(operation.environment, { ...seen, failures, failedWorkload: "migrate" });
  const reasons = failures
    .map(({ reason, detail }) => [reason, detail].filter(Boolean).join(": "))
    .join("; ");
  return new Failure(
    [`ECS did not start the task: ${reasons || "no reason given"}.`, ...findingLines(findings)].join("\n"),
    { failures, findings },
  );
}

/** Waits until the task has stopped. */
async function follow(operation: Operation, taskArn: string, log: TaskLog): Promise<Task> {
  const deadline = operation.deadline(START_SECONDS);
  await operation.pause(SECONDS_BETWEEN_LOOKS);
  const stopped = await poll(operation, { seconds: SECONDS_BETWEEN_LOOKS }, async () => {
    const task = await look(operation, taskArn);
    await log.printNew();
    if (task?.lastStatus === "STOPPED") return task;
    return task?.startedAt === undefined && deadline.passed ? "late" : undefined;
  });
  if (stopped !== undefined && stopped !== "late") return stopped;
  await stop(operation, taskArn, "it did not start in time");
  throw await neverStarted(operation, deadline.seconds);
}

async function neverStarted(operation: Operation, seconds: number): Promise<Failure> {
  const { seen } = await observe(operation);
  const findings = diagnose(operation.environment, seen);
  return new Failure(
    [
      `The task did not start within ${seconds / 60} minutes and was stopped.`,
      ...(findings.length > 0
        ? findingLines(findings)
        : ["No host had enough free memory.\nFix: Lower oneOffTask.memoryMiB, or raise hosts.maximum."]),
    ].join("\n"),
    { findings },
  );
}

/** ECS may not find a task for a moment after it was started. */
async function look(operation: Operation, taskArn: string): Promise<Task | undefined> {
  const { tasks = [] } = await operation
    .client(ECSClient)
    .send(new DescribeTasksCommand({ cluster: operation.names.cluster.name, tasks: [taskArn] }));
  return tasks[0];
}

function exitCodeOf({ environment }: Operation, task: Task, name: string): number {
  const container = task.containers?.find((each) => each.name === name);
  if (container?.exitCode !== undefined && !(container.reason ?? "").includes("OutOfMemory"))
    return container.exitCode;
  const finding = whyStopped(environment, task);
  throw new Failure(
    finding
      ? findingLines([finding]).join("\n")
      : `The task was stopped: ${task.stoppedReason ?? "no reason given"}.`,
    { findings: finding ? [finding] : [] },
  );
}

const goesOn = ({ environment }: Operation, id: string, { container }: OneOffTask) =>
  `Task ${id} is still running. Follow its log: ${commandLine(environment, "logs", `--container ${container} --follow`)}`;

async function interrupted(operation: Operation, taskArn: string, oneOff: OneOffTask): Promise<Interruption> {
  const id = idOf(taskArn);
  if (await oneOff.stopOnInterrupt()) {
    await stop(operation, taskArn, "interrupted");
    return new Interruption(`Task ${id} is being stopped.`, { task: id, stopped: true });
  }
  return new Interruption(goesOn(operation, id, oneOff), { task: id, stopped: false });
}

const stop = (operation: Operation, task: string, reason: string) =>
  operation
    .client(ECSClient)
    .send(new StopTaskCommand({ cluster: operation.names.cluster.name, task, reason: `ops: ${reason}` }));
