import { at, remove, set } from "./mutation";
import type { Weakening } from "./weakening";
import { rows } from "./weakening";

const WEB_TASK = "aws_ecs_task_definition.web-task_task-definition";
const WEB = "aws_ecs_service.web";
const WEB_CONTAINERS = "local.web-task_containers";

/** Every protection of containers and of their tasks. */
export const CONTAINERS: readonly Weakening[] = [
  ...rows("production", {
    "container-hardening": [
      [WEB_TASK, "set user to the number", at(WEB_CONTAINERS, set("worker.user", "0:0"))],
      [WEB_TASK, "readonlyRootFilesystem", at(WEB_CONTAINERS, set("worker.readonlyRootFilesystem", false))],
      [WEB_TASK, "no-new-privileges", at(WEB_CONTAINERS, remove("worker.dockerSecurityOptions.0"))],
      [WEB_TASK, "capabilities.drop", at(WEB_CONTAINERS, remove("worker.linuxParameters.capabilities.drop"))],
      [WEB_TASK, "remove privileged", at(WEB_CONTAINERS, set("worker.privileged", true))],
      [
        WEB_TASK,
        "can run what it writes to /tmp",
        at(WEB_CONTAINERS, set("worker.linuxParameters.tmpfs.0.mountOptions", ["rw"])),
      ],
      [WEB_TASK, "write bridge", set("network_mode", "host")],
      [WEB_TASK, "use two roles", set("task_role_arn", "${aws_iam_role.roles_execution-role_3EE1B506.arn}")],
    ],
    "container-memory": [[WEB_TASK, "memory", at(WEB_CONTAINERS, remove("worker.memory"))]],
    "graceful-stops": [
      [WEB_TASK, "has no stopTimeout", at(WEB_CONTAINERS, remove("app.stopTimeout"))],
      [
        WEB_TASK,
        "has no init process",
        at(WEB_CONTAINERS, set("worker.linuxParameters.initProcessEnabled", false)),
      ],
      [WEB_TASK, 'container "nginx" has no stopTimeout', at(WEB_CONTAINERS, remove("nginx.stopTimeout"))],
      [
        "aws_ecs_task_definition.migrate-task",
        'container "migrate" has no stopTimeout',
        at("local.migrate-task_containers", remove("migrate.stopTimeout")),
      ],
      [
        "aws_ecs_task_definition.scheduler-task",
        'container "scheduler" has no stopTimeout',
        at("local.scheduler-task_containers", remove("scheduler.stopTimeout")),
      ],
      [WEB_TASK, 'container "worker" has no stopTimeout', at(WEB_CONTAINERS, remove("worker.stopTimeout"))],
    ],
    "health-checks": [
      [WEB, 'container "nginx" has no healthCheck', at(WEB_CONTAINERS, remove("nginx.healthCheck"))],
      [WEB_TASK, "is not essential", at(WEB_CONTAINERS, set("app.essential", false))],
      [WEB, 'container "app" has no healthCheck', at(WEB_CONTAINERS, remove("app.healthCheck"))],
      [
        "aws_ecs_service.scheduler",
        'container "scheduler" has no healthCheck',
        at("local.scheduler-task_containers", remove("scheduler.healthCheck")),
      ],
      [
        WEB_TASK,
        'container "worker" is not essential and has no restartPolicy',
        at(WEB_CONTAINERS, remove("worker.restartPolicy")),
      ],
      [WEB, 'container "worker" has no healthCheck', at(WEB_CONTAINERS, remove("worker.healthCheck"))],
    ],
    "container-logs": [
      [WEB_TASK, "use ContainerLog", at(WEB_CONTAINERS, remove("worker.logConfiguration"))],
      [WEB_TASK, "non-blocking", at(WEB_CONTAINERS, set("worker.logConfiguration.options.mode", "blocking"))],
    ],
    "log-retention": [
      ["aws_cloudwatch_log_group.app-log_group", "logs.retentionDays", set("retention_in_days", 0)],
    ],
    "plain-secrets": [
      [
        WEB_TASK,
        'container "app": DB_PASSWORD looks like a secret',
        at(WEB_CONTAINERS, set("app.environment", [{ name: "DB_PASSWORD", value: "hunter2" }])),
      ],
    ],
    "host-ports": [[WEB, "write 0", at(WEB_CONTAINERS, set("nginx.portMappings.0.hostPort", 80))]],
    "deletion-protection": [[WEB_TASK, "skip_destroy is not true", set("skip_destroy", false)]],
    "deploys-kept": [[WEB_TASK, "track_latest is not true", set("track_latest", false)]],
    "image-tags": [
      [
        WEB_TASK,
        "use a tag that is never overwritten",
        at(WEB_CONTAINERS, set("worker.image", "example/api:latest")),
      ],
    ],
  }),
  ...rows("worker-service", {
    "health-checks": [
      [WEB, 'container "nginx" has no healthCheck', at(WEB_CONTAINERS, remove("nginx.healthCheck"))],
    ],
  }),
  ...rows("eventbridge-scheduler", {
    "graceful-stops": [
      [
        "aws_ecs_task_definition.scheduler-task",
        'container "scheduler" has no stopTimeout',
        at("local.scheduler-task_containers", remove("scheduler.stopTimeout")),
      ],
    ],
  }),
];
