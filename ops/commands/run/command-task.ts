import type { Failure as TaskFailure, Task } from "@aws-sdk/client-ecs";
import { diagnose } from "../../diagnosis/diagnose";
import { commandLine } from "../../cli/command-line";
import { idOf } from "../../ecs/arn";
import { whyStopped } from "../../diagnosis/stopped-task";
import { observe } from "../../diagnosis/observe";
import type { Operation } from "../../cli/operation";
import { Failure, Interruption } from "../../cli/outcome";
import { SECONDS_BETWEEN_LOOKS, startTask, stopTask, untilStopped } from "../../ecs/one-off-task";
import { findingLines } from "../../diagnosis/finding";
import { beforeLaunch } from "../../cli/not-launched";
import { inWords } from "../../cli/words";
import type { LogLine } from "../../ecs/log-stream";
import { TaskLog } from "../../ecs/task-log";

/** If a host must be launched first, that takes about three minutes. */
const START_SECONDS = 10 * 60;

/** The log driver may deliver lines for this long after a task has stopped. */
const LAST_LINES_SECONDS = 5;

export interface CommandTask {
  /** A family (its newest revision is used) or a revision. */
  readonly taskDefinition: string;

  /** The container that runs the command, and whose log is printed. */
  readonly container: string;

  /** The command, word by word. */
  readonly command: readonly string[];

  /** More variables. Not for secrets: ECS and CloudTrail show them. */
  readonly environment?: Readonly<Record<string, string>>;

  /** What is done with a line of the log. @default it is printed */
  readonly print?: (line: string) => void;
  readonly startedBy: string;

  /** Called at Ctrl-C when the task exists: whether to stop it. */
  readonly stopOnInterrupt: () => Promise<boolean>;
}

/**
 * Runs a one-off task, streams its log, and returns the exit code of its container and the last lines.
 *
 * @throws Failure with the reason when the task could not start or was killed
 * @throws Interruption at Ctrl-C, after the task was stopped or left running
 */
export async function runInTask(
  operation: Operation,
  commandTask: CommandTask,
): Promise<{ task: string; exitCode: number; lines: readonly LogLine[] }> {
  const started = await start(operation, commandTask);
  const id = idOf(started);
  operation.output.progress(`Task ${id} is starting.`);
  const log = new TaskLog(operation, commandTask.container, id, commandTask.print);
  try {
    const stopped = await follow(operation, started, log);
    await operation.pause(LAST_LINES_SECONDS).catch(() => undefined);
    await log.printNew();
    const exitCode = exitCodeOf(operation, stopped, commandTask.container);
    return { task: id, exitCode, lines: log.last };
  } catch (error) {
    if (error instanceof Interruption) throw await interrupted(operation, started, commandTask);
    if (error instanceof Failure) throw error;
    throw new Failure(`${inWords(error)}\n${goesOn(operation, id, commandTask)}`, { task: id });
  }
}

async function start(operation: Operation, commandTask: CommandTask): Promise<string> {
  const { taskDefinition, container, command, environment, startedBy } = commandTask;
  const started = await startTask(operation, {
    taskDefinition,
    startedBy,
    override: { container, command, environment },
  }).catch((error: Error) => {
    throw beforeLaunch(operation, error) ?? error;
  });
  if ("failures" in started) throw await notStarted(operation, started.failures);
  return started.arn;
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
  const start = operation.deadline(START_SECONDS);
  await operation.pause(SECONDS_BETWEEN_LOOKS);
  const stopped = await untilStopped(operation, taskArn, log, { start });
  if (stopped) return stopped;
  await stopTask(operation, taskArn, "it did not start in time");
  throw await neverStarted(operation, start.seconds);
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

const goesOn = ({ environment }: Operation, id: string, { container }: CommandTask) =>
  `Task ${id} is still running. Follow its log: ${commandLine(environment, "logs", `--container ${container} --follow`)}`;

async function interrupted(
  operation: Operation,
  taskArn: string,
  commandTask: CommandTask,
): Promise<Interruption> {
  const id = idOf(taskArn);
  if (await commandTask.stopOnInterrupt()) {
    await stopTask(operation, taskArn, "interrupted");
    return new Interruption(`Task ${id} is being stopped.`, { task: id, stopped: true });
  }
  return new Interruption(goesOn(operation, id, commandTask), { task: id, stopped: false });
}
