import { at, remove, removeResources, set } from "./mutation";
import type { Weakening } from "./weakening";
import { rows } from "./weakening";

const JOBS = "aws_sqs_queue.queue_jobs";
const FAILED_JOBS = "aws_sqs_queue.queue_dead-letters";
const SCHEDULE = "aws_scheduler_schedule.schedule";
const FAILED_SCHEDULE = "aws_sqs_queue.schedule_dead-letters";
const NOTIFIER = "aws_lambda_function.deploy-notifier_function";
const NOTIFIER_MAY = "data.aws_iam_policy_document.deploy-notifier_role_permissions";
const UNDELIVERED = "aws_sqs_queue.deploy-notifier_undelivered_queue";
const TOPIC = "aws_sns_topic.alarm-topic";

/** Every protection of jobs, events and alarms. */
export const MESSAGES: readonly Weakening[] = [
  ...rows("production", {
    encryption: [
      [JOBS, "set sqs_managed_sse_enabled to true", set("sqs_managed_sse_enabled", false)],
      [FAILED_JOBS, "set sqs_managed_sse_enabled to true", set("sqs_managed_sse_enabled", false)],
      [UNDELIVERED, "set sqs_managed_sse_enabled to true", set("sqs_managed_sse_enabled", false)],
      [TOPIC, "set the environment's key", remove("kms_master_key_id")],
    ],
    tls: [
      [JOBS, "denies requests without TLS", removeResources("aws_sqs_queue_policy.queue_jobs-policy")],
      [
        FAILED_JOBS,
        "denies requests without TLS",
        removeResources("aws_sqs_queue_policy.queue_dead-letters-policy"),
      ],
      [
        UNDELIVERED,
        "denies requests without TLS",
        at(
          "data.aws_iam_policy_document.deploy-notifier_undelivered_policy-document",
          set("statement.TlsOnly.effect", "Allow"),
        ),
      ],
      [
        TOPIC,
        "denies requests without TLS",
        at(
          "data.aws_iam_policy_document.alarm-topic_policy-document",
          set("statement.TlsOnly.effect", "Allow"),
        ),
      ],
    ],
    "dead-letters": [
      [JOBS, "set a dead-letter queue", remove("redrive_policy")],
      [JOBS, "message_retention_seconds is not 1209600", set("message_retention_seconds", 345600)],
      [NOTIFIER, "set a dead-letter queue", remove("dead_letter_config")],
      [
        "aws_cloudwatch_event_target.deploy-notifier_deployments-target",
        "set a dead-letter queue",
        remove("dead_letter_config"),
      ],
      [UNDELIVERED, "message_retention_seconds is not 1209600", remove("message_retention_seconds")],
    ],
    "iam-wildcards": [
      [
        "data.aws_iam_policy_document.roles_task-role_permissions",
        "statement UseTheQueue allows sqs:*",
        set("statement.UseTheQueue.actions.0", "sqs:*"),
      ],
      [
        "data.aws_iam_policy_document.roles_task-role_permissions",
        "statement UseTheQueue allows its actions on every resource",
        set("statement.UseTheQueue.resources.0", "*"),
      ],
      [
        NOTIFIER_MAY,
        "statement WriteItsLog allows its actions on every resource",
        set("statement.WriteItsLog.resources.0", "*"),
      ],
      [
        NOTIFIER_MAY,
        "statement ReadTheWebhook reads secrets by the pattern",
        set(
          "statement.ReadTheWebhook.resources.0",
          "arn:aws:ssm:ap-northeast-1:123456789012:parameter/api-production/secret/*",
        ),
      ],
      [
        NOTIFIER_MAY,
        "statement DecryptTheWebhook allows its actions on every resource",
        set("statement.DecryptTheWebhook.resources.0", "*"),
      ],
      [
        NOTIFIER_MAY,
        "statement AskWhyTheyStopped allows its actions on every resource",
        set("statement.AskWhyTheyStopped.resources.0", "*"),
      ],
      [
        NOTIFIER_MAY,
        "statement KeepWhatFailed allows its actions on every resource",
        set("statement.KeepWhatFailed.resources.0", "*"),
      ],
    ],
    "log-retention": [
      ["aws_cloudwatch_log_group.deploy-notifier_log", "logs.retentionDays", remove("retention_in_days")],
      [
        NOTIFIER,
        "Lambda creates one without a retention",
        at(
          "aws_cloudwatch_log_group.deploy-notifier_log",
          set("name", "/lambda/api-production-deploy-notifier"),
        ),
      ],
    ],
    "confused-deputy": [
      [
        "data.aws_iam_policy_document.deploy-notifier_role_trust",
        "aws:SourceAccount",
        remove("statement.0.condition.aws:SourceAccount"),
      ],
      ["aws_lambda_permission.deploy-notifier_alarms-permission", "set source_arn", remove("source_arn")],
      [
        "data.aws_iam_policy_document.deploy-notifier_undelivered_policy-document",
        "statement FromTheRules trusts a service on behalf of any account",
        remove("statement.FromTheRules.condition"),
      ],
      [
        "data.aws_iam_policy_document.alarm-topic_policy-document",
        "statement AnnounceAlarms trusts a service on behalf of any account",
        remove("statement.AnnounceAlarms.condition"),
      ],
      [
        "data.aws_iam_policy_document.key_policy",
        "statement AnnounceAlarms trusts a service on behalf of any account",
        set("statement.AnnounceAlarms.condition", []),
      ],
    ],
    "end-of-support": [[NOTIFIER, "without support since 2026-04-30", set("runtime", "nodejs20.x")]],
    "plain-secrets": [
      [
        NOTIFIER,
        "read it from a parameter when the function runs",
        set("environment.variables.SLACK_URL", "https://hooks.slack.com/services/T0/B0/x"),
      ],
    ],
    "public-access": [
      ["aws_lambda_permission.deploy-notifier_alarms-permission", "name the service", set("principal", "*")],
    ],
    "iam-conditions": [
      [
        NOTIFIER_MAY,
        "statement FindStoppedTasks reaches every cluster of the account",
        remove("statement.FindStoppedTasks.condition"),
      ],
    ],
    alarms: [
      [
        "aws_cloudwatch_metric_alarm.alarms_host-cpu-credits",
        "set the environment's topic",
        remove("alarm_actions"),
      ],
      [JOBS, "add one", removeResources("aws_cloudwatch_metric_alarm.monitoring")],
      [FAILED_JOBS, "add one", removeResources("aws_cloudwatch_metric_alarm.monitoring_alarms_failed-jobs")],
      [
        "aws_cloudwatch_metric_alarm.monitoring_alarms_no-healthy-task",
        "set the environment's topic",
        remove("alarm_actions"),
      ],
      [
        UNDELIVERED,
        "add one",
        removeResources("aws_cloudwatch_metric_alarm.monitoring_alarms_undelivered-events"),
      ],
    ],
  }),
  ...rows("eventbridge-scheduler", {
    "dead-letters": [
      [SCHEDULE, "set a dead-letter queue", remove("target.dead_letter_config")],
      [FAILED_SCHEDULE, "message_retention_seconds is not 1209600", remove("message_retention_seconds")],
    ],
    "deploys-kept": [
      [
        SCHEDULE,
        "name only the family",
        set(
          "target.ecs_parameters.task_definition_arn",
          "${aws_ecs_task_definition.scheduler-task_task-definition_153C26D1.arn}",
        ),
      ],
    ],
    encryption: [
      [FAILED_SCHEDULE, "set sqs_managed_sse_enabled to true", set("sqs_managed_sse_enabled", false)],
    ],
    tls: [
      [
        FAILED_SCHEDULE,
        "denies requests without TLS",
        removeResources("aws_sqs_queue_policy.schedule_dead-letters-policy"),
      ],
    ],
    "confused-deputy": [
      [
        "data.aws_iam_policy_document.schedule_role_trust",
        "aws:SourceAccount",
        set("statement.0.condition", []),
      ],
    ],
    "iam-trust": [
      [
        "data.aws_iam_policy_document.schedule_role_permissions",
        "passes roles to any service",
        remove("statement.PassTheTasksRoles.condition.iam:PassedToService"),
      ],
    ],
    "iam-conditions": [
      [
        "data.aws_iam_policy_document.schedule_role_permissions",
        "statement RunTheScheduler reaches every cluster of the account",
        remove("statement.RunTheScheduler.condition"),
      ],
      [
        "data.aws_iam_policy_document.schedule_role_permissions",
        "statement RunTheScheduler runs tasks on other hosts and on Fargate",
        remove("statement.RunTheScheduler.condition.1"),
      ],
      [
        "data.aws_iam_policy_document.schedule_role_permissions",
        "statement RunTheScheduler runs tasks by a launch type",
        set("statement.RunTheScheduler.condition.2.values", ["true"]),
      ],
    ],
    alarms: [
      [
        FAILED_SCHEDULE,
        "add one",
        removeResources("aws_cloudwatch_metric_alarm.monitoring_alarms_failed-schedule"),
      ],
    ],
  }),
  ...rows("reserved-concurrency", {
    "function-limits": [
      [
        NOTIFIER,
        "set it to the function's maximum number of parallel executions",
        remove("reserved_concurrent_executions"),
      ],
    ],
  }),
];
