import type { DataAwsIamPolicyDocumentStatement } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { SchedulerSchedule } from "@cdktf/provider-aws/lib/scheduler-schedule";
import { Construct } from "constructs";
import type { Names } from "../../facts/names";
import { capacityIsNamed, createdBy, inCluster, onCapacity, passedToTasks } from "../aws/conditions";
import { Role, trustService } from "../aws/role";
import type { Capacity } from "./service";
import { TICK } from "../containers/scheduler";
import type { TaskDefinition } from "../containers/task-definition";
import type { TaskRoles } from "../containers/task-roles";
import { sqsQueue, sqsQueuePolicy } from "../aws/sqs-queue";

export interface MinutelyScheduleProps {
  /** Prefix of every physical name, e.g. `api-production`. */
  readonly name: string;
  readonly names: Names;
  readonly accountId: string;
  readonly capacity: Capacity;
  readonly taskDefinition: TaskDefinition;
  readonly roles: TaskRoles;
}

/**
 * A schedule of EventBridge Scheduler that starts a task every minute.
 *
 * It names the task family without a revision, so that it never starts old code. A task that does not fit on a host waits
 * for the capacity provider; with a launch type it would fail unnoticed. A start that used up its retries goes to the
 * dead-letter queue. Two runs can overlap: commands that must not overlap need `withoutOverlapping()`.
 *
 * EventBridge starts a task within its minute, and in rare cases twice ("Schedule types in EventBridge Scheduler" and "What is
 * Amazon EventBridge Scheduler?", EventBridge Scheduler User Guide). Commands that must run once in their minute need
 * `onOneServer()`.
 */
export class MinutelySchedule extends Construct {
  public readonly deadLettersName: string;

  constructor(scope: Construct, id: string, props: MinutelyScheduleProps) {
    super(scope, id);

    const { name, names, accountId, capacity, taskDefinition, roles } = props;

    const deadLetters = sqsQueue(this, "dead-letters", { name: names.queue("schedule-failed").name });
    this.deadLettersName = deadLetters.name;
    sqsQueuePolicy(this, "dead-letters-policy", deadLetters);
    const role = new Role(this, "role", {
      name: `${name}-schedule`,
      description: `Starts the scheduler of ${name}`,
      // EventBridge Scheduler sends the ARN of the schedule group, not of the schedule (its user guide, "Confused deputy
      // prevention in EventBridge Scheduler").
      trust: trustService("scheduler.amazonaws.com", accountId, names.scheduleGroup.arn),
      statements: statements(names, roles, deadLetters.arn),
    });

    new SchedulerSchedule(this, "schedule", {
      name: `${name}-schedule`,
      description: "php artisan schedule:run",
      // A rate starts as soon as the schedule exists, in a minute that a scheduler service may already have run. It then keeps
      // its second, and a run that starts late in a minute can slip into the next one.
      scheduleExpression: "cron(* * * * ? *)",
      flexibleTimeWindow: { mode: "OFF" },
      target: {
        arn: capacity.clusterArn,
        roleArn: role.arn,
        ecsParameters: {
          taskDefinitionArn: taskDefinition.arnWithoutRevision,
          taskCount: 1,
          capacityProviderStrategy: [{ capacityProvider: capacity.capacityProviderName, base: 0, weight: 1 }],
          enableEcsManagedTags: true,
        },
        // A start that EventBridge still makes after a change to `scheduler.runs: "service"` gets the newest revision. Without the
        // command it would be a second scheduler that never ends.
        input: JSON.stringify({ containerOverrides: [TICK] }),
        // A late start is useless, because the next one follows within a minute.
        retryPolicy: { maximumRetryAttempts: 1, maximumEventAgeInSeconds: 60 },
        deadLetterConfig: { arn: deadLetters.arn },
      },
      dependsOn: [...role.permissions],
    });
  }
}

function statements(
  names: Names,
  roles: TaskRoles,
  deadLettersArn: string,
): DataAwsIamPolicyDocumentStatement[] {
  return [
    {
      sid: "RunTheScheduler",
      actions: ["ecs:RunTask"],
      resources: [names.taskFamily("scheduler").arn, names.taskFamily("scheduler").arnWithoutRevision],
      // On the hosts of this environment and not on Fargate, as for the deploy role. RunTask has no key for the launch type or the
      // compatibility (Service Authorization Reference, Amazon ECS).
      condition: [inCluster(names.cluster.arn), onCapacity(names.capacityProvider.arn), capacityIsNamed],
    },
    {
      sid: "TagTheTask",
      // Without this permission every start of a task with ECS managed tags is denied (Amazon ECS Developer Guide, "Amazon ECS
      // EventBridge IAM role").
      actions: ["ecs:TagResource"],
      resources: [names.task("*").arn],
      condition: [createdBy("RunTask")],
    },
    {
      sid: "PassTheTasksRoles",
      actions: ["iam:PassRole"],
      resources: [roles.executionRoleArn, roles.taskRoleArn],
      condition: [passedToTasks],
    },
    { sid: "KeepWhatFailed", actions: ["sqs:SendMessage"], resources: [deadLettersArn] },
  ];
}
