import type { ExpectedWeakening } from "./weakening";
import { of } from "./weakening";

const WEB = "aws_ecs_task_definition.web-task";

/** Every protection of what runs. */
export const SERVICE: readonly ExpectedWeakening[] = [
  ...of("constructs/container-definition", [
    ["container-hardening", WEB, "set user to the number", 'const USER = "33:33"', 'const USER = "0:0"'],
    [
      "container-hardening",
      WEB,
      "readonlyRootFilesystem",
      "readonlyRootFilesystem: !props.writableRoot",
      "readonlyRootFilesystem: false",
    ],
    [
      "container-hardening",
      WEB,
      "no-new-privileges",
      'dockerSecurityOptions: ["no-new-privileges"]',
      "dockerSecurityOptions: []",
    ],
    ["container-hardening", WEB, "capabilities.drop", 'capabilities: { drop: ["ALL"] }', "capabilities: {}"],
    ["container-hardening", WEB, "remove privileged", "essential: true", "essential: true, privileged: true"],
    ["container-logs", WEB, "give it a ContainerLog", "    logConfiguration: props.log.configuration,\n", ""],
  ]),
  ...of("constructs/container-log", [
    [
      "log-retention",
      "aws_cloudwatch_log_group.app-log",
      "logs.retentionDays",
      "retentionInDays: retentionDays",
      "retentionInDays: 0",
    ],
  ]),
  ...of("constructs/laravel-container", [
    [
      "plain-secrets",
      WEB,
      'container "app": DB_PASSWORD looks like a secret',
      "environmentFiles: [",
      'environment: [{ name: "DB_PASSWORD", value: "hunter2" }],\n    environmentFiles: [',
    ],
  ]),
  ...of("constructs/task-definition", [
    ["container-hardening", WEB, "write bridge", 'networkMode: "bridge"', 'networkMode: "host"'],
    [
      "container-hardening",
      WEB,
      "use two",
      "taskRoleArn: roles.taskRoleArn",
      "taskRoleArn: roles.executionRoleArn",
    ],
    ["deletion-protection", WEB, "skip_destroy is not true", "skipDestroy: true", "skipDestroy: false"],
  ]),

  ...of("constructs/service", [
    [
      "deployment-rollbacks",
      "aws_ecs_service.web",
      "enable them",
      "enable: true, rollback: true",
      "enable: true, rollback: false",
    ],
    ["tags", "aws_ecs_service.web", "set it to SERVICE", 'propagateTags: "SERVICE"', 'propagateTags: "NONE"'],
  ]),

  ...of("constructs/queue", [
    [
      "encryption",
      "aws_sqs_queue.queue_jobs",
      "set the first to true",
      "receiveWaitTimeSeconds: 20,\n      sqsManagedSseEnabled: true",
      "receiveWaitTimeSeconds: 20,\n      sqsManagedSseEnabled: false",
    ],
    [
      "dead-letters",
      "aws_sqs_queue.queue_jobs",
      "name a queue for what failed",
      "redrivePolicy: JSON",
      "redriveAllowPolicy: JSON",
    ],
  ]),
  ...of(
    "constructs/minutely-schedule",
    [
      [
        "dead-letters",
        "aws_scheduler_schedule.schedule",
        "name a queue",
        "deadLetterConfig: { arn: failed.arn },",
        "",
      ],
    ],
    "eventbridge-scheduler",
  ),

  ...of("stacks/environment-stack", [
    ["encryption", "terraform.backend.s3", "set it to true", "encrypt: true", "encrypt: false"],
    [
      "tags",
      "provider.aws",
      "default_tags has no application",
      "defaultTags: [{ tags: this.defaultTags }],",
      "",
    ],
  ]),
];
