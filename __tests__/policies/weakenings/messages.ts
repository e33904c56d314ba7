import type { ExpectedWeakening } from "./weakening";
import { of } from "./weakening";

const JOBS = "aws_sqs_queue.queue_jobs";
const FAILED_JOBS = "aws_sqs_queue.queue_dead-letters";
const SCHEDULE = "aws_scheduler_schedule.schedule";
const FAILED_SCHEDULE = "aws_sqs_queue.schedule_dead-letters";
const NOTIFIER = "aws_lambda_function.deploy-notifier";
const NOTIFIER_MAY = "data.aws_iam_policy_document.deploy-notifier_role_permissions";
const UNDELIVERED = "aws_sqs_queue.deploy-notifier_undelivered";
const TOPIC = "aws_sns_topic.alarm-topic";

/** Every protection of jobs, events and alarms. */
export const MESSAGES: readonly ExpectedWeakening[] = [
  ...of("constructs/data/queue", [
    [
      "encryption",
      JOBS,
      "set the first to true",
      "receiveWaitTimeSeconds: 20,\n      sqsManagedSseEnabled: true",
      "receiveWaitTimeSeconds: 20,\n      sqsManagedSseEnabled: false",
    ],
    [
      "encryption",
      FAILED_JOBS,
      "set the first to true",
      "sqsManagedSseEnabled: true,\n      ...fifo,\n    });\n    const jobs",
      "sqsManagedSseEnabled: false,\n      ...fifo,\n    });\n    const jobs",
    ],
    ["tls", JOBS, "denies requests without TLS", '    queueTlsOnly(this, "jobs", jobs);\n', ""],
    [
      "tls",
      FAILED_JOBS,
      "denies requests without TLS",
      '    queueTlsOnly(this, "dead-letters", failed);\n',
      "",
    ],
    ["dead-letters", JOBS, "name a queue for what failed", "redrivePolicy: JSON", "redriveAllowPolicy: JSON"],
    [
      "dead-letters",
      JOBS,
      "message_retention_seconds is not 1209600",
      "const FOURTEEN_DAYS = 14 *",
      "const FOURTEEN_DAYS = 4 *",
    ],
    [
      "iam-wildcards",
      "data.aws_iam_policy_document.roles_task-role_permissions",
      "statement UseTheQueue allows sqs:*",
      '"sqs:ChangeMessageVisibility"',
      '"sqs:*"',
    ],
    [
      "iam-wildcards",
      "data.aws_iam_policy_document.roles_task-role_permissions",
      "statement UseTheQueue allows it on every resource",
      "resources: [this.arn]",
      'resources: ["*"]',
    ],
  ]),

  ...of(
    "constructs/services/minutely-schedule",
    [
      ["dead-letters", SCHEDULE, "name a queue", "deadLetterConfig: { arn: failed.arn },", ""],
      [
        "deploys-kept",
        SCHEDULE,
        "name the family alone",
        "taskDefinition.arnWithoutRevision",
        "taskDefinition.arn",
      ],
      [
        "dead-letters",
        FAILED_SCHEDULE,
        "message_retention_seconds is not 1209600",
        "      messageRetentionSeconds: 14 * 24 * 60 * 60,\n",
        "",
      ],
      [
        "encryption",
        FAILED_SCHEDULE,
        "set the first to true",
        "sqsManagedSseEnabled: true",
        "sqsManagedSseEnabled: false",
      ],
      [
        "tls",
        FAILED_SCHEDULE,
        "denies requests without TLS",
        '    queueTlsOnly(this, "dead-letters", failed);\n',
        "",
      ],
      [
        "confused-deputy",
        "data.aws_iam_policy_document.schedule_role_trust",
        "aws:SourceAccount",
        'trust: trustService("scheduler.amazonaws.com", environment.accountId, names.scheduleGroup.arn)',
        'trust: { ...trustService("scheduler.amazonaws.com", environment.accountId, names.scheduleGroup.arn), condition: [] }',
      ],
      [
        "iam-trust",
        "data.aws_iam_policy_document.schedule_role_permissions",
        "passes roles to any service",
        '{ test: "StringEquals", variable: "iam:PassedToService", values: ["ecs-tasks.amazonaws.com"] },',
        "",
      ],
      [
        "iam-conditions",
        "data.aws_iam_policy_document.schedule_role_permissions",
        "statement RunTheScheduler reaches every cluster of the account",
        '          condition: [{ test: "ArnEquals", variable: "ecs:cluster", values: [names.cluster.arn] }],\n',
        "",
      ],
    ],
    "eventbridge-scheduler",
  ),

  ...of("constructs/notifier/deploy-notifier", [
    [
      "log-retention",
      "aws_cloudwatch_log_group.deploy-notifier_log",
      "logs.retentionDays",
      "      retentionInDays: logs.retentionDays,\n",
      "",
    ],
    [
      "log-retention",
      NOTIFIER,
      "Lambda makes one without a retention",
      "name: `/aws/lambda/${names.notifier.name}`",
      "name: `/lambda/${names.notifier.name}`",
    ],
    [
      "confused-deputy",
      "data.aws_iam_policy_document.deploy-notifier_role_trust",
      "aws:SourceAccount",
      'trust: trustService("lambda.amazonaws.com", accountId)',
      'trust: { ...trustService("lambda.amazonaws.com", accountId), condition: [] }',
    ],
    [
      "iam-wildcards",
      NOTIFIER_MAY,
      "statement WriteItsLog allows it on every resource",
      "resources: [`${log.arn}:*`]",
      'resources: ["*"]',
    ],
    [
      "end-of-support",
      NOTIFIER,
      "without support since 2026-04-30",
      'runtime: "nodejs24.x"',
      'runtime: "nodejs20.x"',
    ],
    [
      "function-limits",
      NOTIFIER,
      "set it to what the function may run at once",
      "if (!settings.reserveConcurrency) {",
      "if (settings.reserveConcurrency) {",
    ],
    [
      "dead-letters",
      NOTIFIER,
      "name a queue for what failed",
      "      deadLetterConfig: { targetArn: undelivered.arn },\n",
      "",
    ],
    [
      "dead-letters",
      "aws_cloudwatch_event_target.deploy-notifier_deployments-target",
      "name a queue for what failed",
      "        deadLetterConfig: { arn: undelivered.arn },\n",
      "",
    ],
    [
      "plain-secrets",
      NOTIFIER,
      "read it from a parameter when the function runs",
      "ENVIRONMENT_NAME: name,",
      'ENVIRONMENT_NAME: name, SLACK_URL: "https://hooks.slack.com/services/T0/B0/x",',
    ],
    [
      "confused-deputy",
      "aws_lambda_permission.deploy-notifier_alarms-permission",
      "name the source_arn",
      "        sourceArn: rule.arn,\n",
      "",
    ],
    [
      "public-access",
      "aws_lambda_permission.deploy-notifier_alarms-permission",
      "name the service",
      'principal: "events.amazonaws.com"',
      'principal: "*"',
    ],
  ]),
  ...of("constructs/notifier/notifier-permissions", [
    [
      "iam-wildcards",
      NOTIFIER_MAY,
      "statement ReadTheWebhook opens secrets by the pattern",
      'actions: ["ssm:GetParameter"], resources: [names.slackWebhook.arn]',
      'actions: ["ssm:GetParameter"], resources: [names.secret("*").arn]',
    ],
    [
      "iam-conditions",
      NOTIFIER_MAY,
      "statement FindStoppedTasks reaches every cluster of the account",
      '      condition: [{ test: "ArnEquals", variable: "ecs:cluster", values: [names.cluster.arn] }],\n',
      "",
    ],
    [
      "iam-wildcards",
      NOTIFIER_MAY,
      "statement DecryptTheWebhook allows it on every resource",
      "resources: [keyArn]",
      'resources: ["*"]',
    ],
    [
      "iam-wildcards",
      NOTIFIER_MAY,
      "statement AskWhyTheyStopped allows it on every resource",
      'resources: [arn("ecs", `task/${names.cluster.name}/*`)]',
      'resources: ["*"]',
    ],
  ]),
  ...of("constructs/notifier/undelivered-events", [
    [
      "encryption",
      UNDELIVERED,
      "set the first to true",
      "sqsManagedSseEnabled: true",
      "sqsManagedSseEnabled: false",
    ],
    [
      "dead-letters",
      UNDELIVERED,
      "message_retention_seconds is not 1209600",
      "      messageRetentionSeconds: FOURTEEN_DAYS,\n",
      "",
    ],
    ["tls", UNDELIVERED, "denies requests without TLS", 'effect: "Deny"', 'effect: "Allow"'],
    [
      "confused-deputy",
      "data.aws_iam_policy_document.deploy-notifier_undelivered",
      "statement FromTheRules trusts a service on behalf of any account",
      '          condition: [{ test: "ArnEquals", variable: "aws:SourceArn", values: ruleArns }],\n',
      "",
    ],
    [
      "iam-wildcards",
      NOTIFIER_MAY,
      "statement KeepWhatFailed allows it on every resource",
      'sid: "KeepWhatFailed", actions: ["sqs:SendMessage"], resources: [this.arn]',
      'sid: "KeepWhatFailed", actions: ["sqs:SendMessage"], resources: ["*"]',
    ],
  ]),

  ...of("constructs/monitoring/alarms/alarm-topic", [
    ["encryption", TOPIC, "name the environment's key", "      kmsMasterKeyId: key.arn,\n", ""],
    ["tls", TOPIC, "denies requests without TLS", 'effect: "Deny"', 'effect: "Allow"'],
    [
      "confused-deputy",
      "data.aws_iam_policy_document.alarm-topic",
      "statement AnnounceAlarms trusts a service on behalf of any account",
      "          condition: fromOurAlarms,\n",
      "",
    ],
    [
      "confused-deputy",
      "data.aws_iam_policy_document.key_policy",
      "statement AnnounceAlarms trusts a service on behalf of any account",
      '"cloudwatch.amazonaws.com", fromOurAlarms)',
      '"cloudwatch.amazonaws.com", [])',
    ],
  ]),
  ...of("constructs/monitoring/alarms/alarms", [
    [
      "alarms",
      "aws_cloudwatch_metric_alarm.alarms_host-cpu",
      "name the environment's topic",
      "{ alarmActions: [topicArn], okActions: [topicArn] }",
      "{ okActions: [topicArn] }",
    ],
    ["alarms", JOBS, "add one", "if (!environment.alarms.enabled) return;\n\n", "return;\n\n"],
  ]),
  ...of("constructs/monitoring/monitoring", [
    ["alarms", FAILED_JOBS, "add one", "      ...queueAlarms(environment, queues),\n", ""],
    [
      "alarms",
      "aws_cloudwatch_metric_alarm.monitoring_alarms_no-healthy-task",
      "name the environment's topic",
      "topicArn: topicArnOf(environment)",
      "topicArn: undefined",
    ],
    ["alarms", UNDELIVERED, "add one", "      ...notifierAlarms(environment),\n", ""],
  ]),
  ...of(
    "constructs/monitoring/monitoring",
    [
      [
        "alarms",
        FAILED_SCHEDULE,
        "add one",
        "...(schedule ? scheduleAlarms(schedule.deadLettersName) : {}),",
        "",
      ],
    ],
    "eventbridge-scheduler",
  ),
];
