import type { DataAwsIamPolicyDocumentStatement as Statement } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import type { Names } from "../../facts/names";
import { MORE_WORKERS, NOTIFIER_RULES, SERVICES } from "../../facts/names";
import { anyResource } from "../../policies/exceptions";

/**
 * The permissions to refresh the service stack: for each kind of its resources the calls of the AWS provider, on the resources of
 * this environment. No other resource of the account can be read with them, except by the actions in `anyOfTheAccount`.
 */
export function refreshPermissions(names: Names): Statement[] {
  return [
    ...ofTasks(names),
    ...ofTheNotifier(names),
    ...ofQueuesAndSchedules(names),
    ...ofMonitoring(names),
    anyOfTheAccount(),
  ];
}

function ofTasks(names: Names): Statement[] {
  return [
    {
      sid: "LookAtServices",
      actions: ["ecs:DescribeServices"],
      resources: [...SERVICES, MORE_WORKERS].map((workload) => names.service(workload).arn),
    },
    {
      sid: "LookAtRoles",
      actions: ["iam:GetRole", "iam:GetRolePolicy", "iam:ListAttachedRolePolicies", "iam:ListRolePolicies"],
      resources: [names.taskRole, names.executionRole, names.notifierRole, names.scheduleRole].map(
        ({ arn }) => arn,
      ),
    },
  ];
}

function ofTheNotifier(names: Names): Statement[] {
  return [
    {
      sid: "LookAtTheNotifier",
      actions: [
        "lambda:GetFunction",
        "lambda:GetFunctionCodeSigningConfig",
        // Of a function with a published version (terraform-provider-aws, CHANGELOG, 6.9.0).
        "lambda:GetFunctionConcurrency",
        "lambda:GetFunctionEventInvokeConfig",
        "lambda:GetPolicy",
        "lambda:ListVersionsByFunction",
      ],
      resources: [names.notifier.arn],
    },
    {
      sid: "LookAtEventRules",
      actions: ["events:DescribeRule", "events:ListTagsForResource", "events:ListTargetsByRule"],
      // Not a pattern: the name of another environment may begin with this one's.
      resources: NOTIFIER_RULES.map((rule) => names.rule(rule).arn),
    },
  ];
}

function ofQueuesAndSchedules(names: Names): Statement[] {
  return [
    {
      sid: "LookAtQueues",
      actions: ["sqs:GetQueueAttributes", "sqs:ListQueueTags"],
      // The name of a FIFO queue ends with `.fifo`.
      resources: [
        ...["jobs", "jobs.fifo", "jobs-failed", "jobs-failed.fifo", "schedule-failed"].map(
          (suffix) => names.queue(suffix).arn,
        ),
        names.undeliveredEvents.arn,
        // No other environment's queue has this end. A queue that is removed is read until it is deleted.
        names.namedQueue("*").arn,
      ],
    },
    { sid: "LookAtTheSchedule", actions: ["scheduler:GetSchedule"], resources: [names.schedule.arn] },
  ];
}

function ofMonitoring(names: Names): Statement[] {
  const logs = [names.logGroupArn("*"), names.notifierLogGroupArn, `${names.notifierLogGroupArn}:*`];
  return [
    { sid: "LookAtTheDashboard", actions: ["cloudwatch:GetDashboard"], resources: [names.dashboard.arn] },
    {
      sid: "LookAtAlarmTags",
      actions: ["cloudwatch:ListTagsForResource"],
      resources: [
        names.alarm("*").arn,
        ...(["worker", MORE_WORKERS] as const).flatMap((worker) =>
          (["add", "remove"] as const).map((does) => names.scalingAlarm(worker, does).arn),
        ),
      ],
    },
    {
      sid: "LookAtLogGroups",
      actions: ["logs:DescribeMetricFilters", "logs:ListTagsForResource"],
      resources: logs,
    },
  ];
}

/** What IAM cannot limit to an environment. `docs/access.md` names these actions, and what they show of the account. */
function anyOfTheAccount(): Statement {
  return {
    sid: "LookAtWhatHasNoResource",
    actions: [
      "application-autoscaling:DescribeScalableTargets",
      "application-autoscaling:DescribeScalingPolicies",
      "application-autoscaling:ListTagsForResource",
      "cloudwatch:DescribeAlarms",
      "ecs:DescribeTaskDefinition",
      "logs:DescribeLogGroups",
    ],
    resources: anyResource(
      "The actions have no resource, or AWS makes up its id; composite alarms require * " +
        "(Service Authorization Reference; Amazon CloudWatch API Reference, DescribeAlarms).",
    ),
  };
}
