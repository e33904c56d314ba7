import type { ExpectedWeakening } from "./weakening";
import { of } from "./weakening";

const WEB = "aws_ecs_service.web";
const SCHEDULER = "aws_ecs_service.scheduler";

/** Every protection of services, and of how Terraform applies them. */
export const SERVICES: readonly ExpectedWeakening[] = [
  ...of("constructs/services/service", [
    [
      "deployment-rollbacks",
      WEB,
      "enable them",
      "enable: true, rollback: true",
      "enable: true, rollback: false",
    ],
    [
      "deployment-gaps",
      WEB,
      "set it to 100",
      "deploymentMinimumHealthyPercent: overlapping ? 100 : 0",
      "deploymentMinimumHealthyPercent: 0",
    ],
    [
      "one-scheduler",
      SCHEDULER,
      "replace it one at a time",
      "deploymentMaximumPercent: overlapping ? 200 : 100",
      "deploymentMaximumPercent: 200",
    ],
    [
      "health-checks",
      WEB,
      "health_check_grace_period_seconds is not set",
      "            healthCheckGracePeriodSeconds: gracePeriodSeconds,\n",
      "",
    ],
    [
      "zones",
      WEB,
      "does not spread tasks over zones first",
      '        { type: "spread", field: "attribute:ecs.availability-zone" },\n',
      "",
    ],
    [
      "container-hardening",
      WEB,
      "a shell in every container",
      "enableExecuteCommand: shell",
      "enableExecuteCommand: true",
    ],
    ["tags", WEB, "set it to SERVICE", 'propagateTags: "SERVICE"', 'propagateTags: "NONE"'],
  ]),
  ...of(
    "constructs/services/service",
    [
      [
        "deploys-kept",
        WEB,
        "ignore changes of desired_count",
        '...(scaled ? { lifecycle: { ignoreChanges: ["desired_count"] } } : {}),',
        "",
      ],
      [
        "zones",
        WEB,
        "set it to ENABLED",
        'desiredCount > 1 || scaled ? "ENABLED" : "DISABLED"',
        '"DISABLED"',
      ],
    ],
    "grown",
  ),
  ...of(
    "constructs/services/worker-scaling",
    [
      [
        "alarms",
        "aws_cloudwatch_metric_alarm.worker-scaling_jobs-wait",
        "alarm_actions is empty",
        'treatMissingData: "notBreaching",\n      alarmActions: [',
        'treatMissingData: "notBreaching",\n      okActions: [',
      ],
    ],
    "grown",
  ),
  ...of("stacks/service-stack", [
    [
      "one-scheduler",
      SCHEDULER,
      "replace it one at a time",
      'replace: "one-at-a-time"',
      'replace: "overlapping"',
    ],
    [
      "one-scheduler",
      SCHEDULER,
      "set it to 1",
      "desiredCount: 1,\n        scaled: false",
      "desiredCount: 2,\n        scaled: false",
    ],
  ]),
  ...of("stacks/environment-stack", [
    ["encryption", "terraform.backend.s3", "set it to true", "encrypt: true", "encrypt: false"],
    [
      "safe-applies",
      "terraform.backend.s3",
      "set it to true",
      '    backend.addOverride("use_lockfile", true);\n',
      "",
    ],
    [
      "safe-applies",
      "provider.aws",
      "allowed_account_ids is missing",
      "      allowedAccountIds: [environment.accountId],\n",
      "",
    ],
    [
      "tags",
      "provider.aws",
      "default_tags has no application",
      "defaultTags: [{ tags: this.defaultTags }],",
      "",
    ],
  ]),
];
