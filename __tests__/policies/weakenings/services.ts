import { remove, set } from "./mutation";
import type { Weakening } from "./weakening";
import { rows } from "./weakening";

const WEB = "aws_ecs_service.web_service";
const SCHEDULER = "aws_ecs_service.scheduler_service";

/** Every protection of services, and of how Terraform applies them. */
export const SERVICES: readonly Weakening[] = [
  ...rows("production", {
    "deployment-rollbacks": [[WEB, "enable them", set("deployment_circuit_breaker.rollback", false)]],
    "deployment-gaps": [[WEB, "set it to 100", set("deployment_minimum_healthy_percent", 0)]],
    "one-scheduler": [
      [SCHEDULER, "replace it one at a time", set("deployment_maximum_percent", 200)],
      [SCHEDULER, "replace it one at a time", remove("deployment_maximum_percent")],
      [SCHEDULER, "set it to 1", set("desired_count", 2)],
    ],
    "health-checks": [
      [WEB, "health_check_grace_period_seconds is not set", remove("health_check_grace_period_seconds")],
    ],
    zones: [[WEB, "does not spread tasks over zones first", remove("ordered_placement_strategy.0")]],
    "container-hardening": [[WEB, "gets a shell in every container", set("enable_execute_command", true)]],
    tags: [
      [WEB, "set it to SERVICE", set("propagate_tags", "NONE")],
      ["provider.aws", "default_tags has no application", remove("default_tags")],
    ],
    encryption: [["terraform.backend.s3", "set it to true", set("encrypt", false)]],
    "safe-applies": [
      ["terraform.backend.s3", "set it to true", remove("use_lockfile")],
      ["provider.aws", "allowed_account_ids is missing", remove("allowed_account_ids")],
    ],
  }),
  ...rows("grown", {
    "deploys-kept": [[WEB, "ignore changes of desired_count", remove("lifecycle")]],
    zones: [[WEB, "set it to ENABLED", set("availability_zone_rebalancing", "DISABLED")]],
    alarms: [
      [
        "aws_cloudwatch_metric_alarm.worker-scaling_jobs-wait",
        "alarm_actions is empty",
        remove("alarm_actions"),
      ],
    ],
  }),
];
