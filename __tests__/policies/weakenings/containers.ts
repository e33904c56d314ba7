import type { ExpectedWeakening } from "./weakening";
import { of } from "./weakening";

const task = (role: string) => `aws_ecs_task_definition.${role}-task`;
const WEB = task("web");

/** Every protection of containers and of their tasks. */
export const CONTAINERS: readonly ExpectedWeakening[] = [
  ...of("constructs/containers/container-definition", [
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
    [
      "container-hardening",
      WEB,
      "can run what it writes to /tmp",
      'mountOptions: ["rw", "nosuid", "nodev", "noexec"]',
      'mountOptions: ["rw"]',
    ],
    ["container-memory", WEB, "memory", "    memory: props.memoryMiB,\n", ""],
    ["graceful-stops", WEB, "has no stopTimeout", "    stopTimeout: props.stopTimeoutSeconds,\n", ""],
    ["graceful-stops", WEB, "has no init process", "initProcessEnabled: true", "initProcessEnabled: false"],
    [
      "health-checks",
      "aws_ecs_service.web",
      'container "nginx" has no healthCheck',
      "...(props.healthCheck === undefined",
      "...(true",
    ],
    ["health-checks", WEB, "is not essential", "essential: true", "essential: false"],
    ["container-logs", WEB, "give it a ContainerLog", "    logConfiguration: props.log.configuration,\n", ""],
  ]),
  ...of("constructs/containers/container-log", [
    [
      "log-retention",
      "aws_cloudwatch_log_group.app-log",
      "logs.retentionDays",
      "retentionInDays: retentionDays",
      "retentionInDays: 0",
    ],
    ["container-logs", WEB, "non-blocking", 'mode: "non-blocking"', 'mode: "blocking"'],
  ]),
  ...of("constructs/containers/laravel-container", [
    [
      "plain-secrets",
      WEB,
      'container "app": DB_PASSWORD looks like a secret',
      "environmentFiles: [",
      'environment: [{ name: "DB_PASSWORD", value: "hunter2" }],\n    environmentFiles: [',
    ],
    [
      "health-checks",
      "aws_ecs_service.web",
      'container "app" has no healthCheck',
      "      ...(healthCheck === undefined ? {} : { healthCheck }),\n",
      "",
    ],
  ]),
  ...of("constructs/containers/nginx-container", [
    [
      "health-checks",
      "aws_ecs_service.web",
      'container "nginx" has no healthCheck',
      "      healthCheck: SERVES,\n",
      "",
    ],
    [
      "graceful-stops",
      WEB,
      'container "nginx" has no stopTimeout',
      "      stopTimeoutSeconds: props.stopTimeoutSeconds,\n",
      "",
    ],
    ["host-ports", "aws_ecs_service.web", "write 0", "hostPort: 0", "hostPort: 80"],
  ]),
  ...of("constructs/containers/migration", [
    [
      "graceful-stops",
      task("migrate"),
      'container "migrate" has no stopTimeout',
      "        stopTimeoutSeconds: STOP_SECONDS,\n",
      "",
    ],
  ]),
  ...of("constructs/containers/scheduler", [
    [
      "health-checks",
      "aws_ecs_service.scheduler",
      'container "scheduler" has no healthCheck',
      '    healthCheck: isRunning("scheduler"),\n',
      "",
    ],
  ]),
  ...of("constructs/containers/scheduler", [
    [
      "graceful-stops",
      task("scheduler"),
      'container "scheduler" has no stopTimeout',
      "stopTimeoutSeconds: STOP_SECONDS,\n    healthCheck",
      "healthCheck",
    ],
  ]),
  ...of(
    "constructs/containers/scheduler",
    [
      [
        "graceful-stops",
        task("scheduler"),
        'container "scheduler" has no stopTimeout',
        "    stopTimeoutSeconds: STOP_SECONDS,\n  });\n",
        "  });\n",
      ],
    ],
    "eventbridge-scheduler",
  ),
  ...of("constructs/containers/worker", [
    [
      "health-checks",
      WEB,
      'container "worker" is not essential and has no restartPolicy',
      "    restartPolicy: { enabled: true, restartAttemptPeriod: RESTART_SECONDS },\n",
      "",
    ],
    [
      "graceful-stops",
      WEB,
      'container "worker" has no stopTimeout',
      "    stopTimeoutSeconds: worker.stopTimeoutSeconds,\n",
      "",
    ],
    [
      "health-checks",
      "aws_ecs_service.web",
      'container "worker" has no healthCheck',
      '    healthCheck: isRunning("worker"),\n',
      "",
    ],
  ]),
  ...of("constructs/containers/task-definition", [
    ["container-hardening", WEB, "write bridge", 'networkMode: "bridge"', 'networkMode: "host"'],
    [
      "container-hardening",
      WEB,
      "use two",
      "taskRoleArn: roles.taskRoleArn",
      "taskRoleArn: roles.executionRoleArn",
    ],
    ["deletion-protection", WEB, "skip_destroy is not true", "skipDestroy: true", "skipDestroy: false"],
    ["deploys-kept", WEB, "track_latest is not true", "trackLatest: true", "trackLatest: false"],
  ]),
  ...of("constructs/containers/running-image", [
    [
      "image-tags",
      WEB,
      "name a tag that is never moved",
      "${props.repositoryUrl}:${parameter.insecureValue}",
      "example/api:latest",
    ],
  ]),
];
