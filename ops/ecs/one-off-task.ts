import { DescribeTasksCommand, ECSClient, RunTaskCommand, StopTaskCommand } from "@aws-sdk/client-ecs";
import type { Failure, Task } from "@aws-sdk/client-ecs";
import type { Operation } from "../cli/operation";
import type { Deadline } from "../cli/pace";
import { poll } from "../cli/pace";
import type { TaskLog } from "./task-log";

export const SECONDS_BETWEEN_LOOKS = 2;

export interface OneOffTask {
  /** A family (its newest revision is used) or a revision. */
  readonly taskDefinition: string;
  readonly startedBy: string;

  /**
   * Another command, word by word, for one container.
   *
   * @default the command of the task definition
   */
  readonly override?: {
    readonly container: string;
    readonly command: readonly string[];

    /** In addition to the variables of the task definition. Not for secrets: ECS and CloudTrail show them. */
    readonly environment?: Readonly<Record<string, string>> | undefined;
  };
}

/** The ARN of the started task, or the reasons why none was started: RunTask answers 200 in both cases. */
export type Start = { readonly arn: string } | { readonly failures: readonly Failure[] };

export async function startTask(operation: Operation, oneOff: OneOffTask): Promise<Start> {
  const { taskDefinition, startedBy, override } = oneOff;
  const cluster = operation.names.cluster.name;
  operation.goOn();
  const { tasks = [], failures = [] } = await operation.client(ECSClient).send(
    new RunTaskCommand({
      cluster,
      taskDefinition,
      capacityProviderStrategy: [{ capacityProvider: cluster, weight: 1 }],
      enableECSManagedTags: true,
      propagateTags: "TASK_DEFINITION",
      startedBy,
      ...(override && {
        overrides: {
          containerOverrides: [
            {
              name: override.container,
              command: [...override.command],
              ...(override.environment && {
                environment: Object.entries(override.environment).map(([name, value]) => ({ name, value })),
              }),
            },
          ],
        },
      }),
    }),
  );
  const arn = tasks[0]?.taskArn;
  return arn === undefined || failures.length > 0 ? { failures } : { arn };
}

/**
 * Prints the log of a task until it has stopped.
 *
 * @param deadlines when to give up on a task that has not started, or has not ended
 * @returns the stopped task; undefined when a deadline passed
 */
export async function untilStopped(
  operation: Operation,
  arn: string,
  log: TaskLog,
  deadlines: { readonly start?: Deadline; readonly end?: Deadline },
): Promise<Task | undefined> {
  const wait = { seconds: SECONDS_BETWEEN_LOOKS, ...(deadlines.end && { deadline: deadlines.end }) };
  const stopped = await poll(operation, wait, async () => {
    const task = await describeTask(operation, arn);
    await log.printNew();
    if (task?.lastStatus === "STOPPED") return task;
    return task?.startedAt === undefined && deadlines.start?.passed ? "late" : undefined;
  });
  return stopped === "late" ? undefined : stopped;
}

/** ECS may not find a task for a moment after it was started. */
export async function describeTask(operation: Operation, arn: string): Promise<Task | undefined> {
  const { tasks = [] } = await operation
    .client(ECSClient)
    .send(new DescribeTasksCommand({ cluster: operation.names.cluster.name, tasks: [arn] }));
  return tasks[0];
}

export const stopTask = (operation: Operation, task: string, reason: string) =>
  operation
    .client(ECSClient)
    .send(new StopTaskCommand({ cluster: operation.names.cluster.name, task, reason: `ops: ${reason}` }));
