import type { Change } from "../change";
import type { Rule } from "../finding";
import { ends } from "../finding";
import { plain, say } from "../sentence";

/** Arguments of a service that make ECS replace its tasks ("UpdateService", Amazon ECS API Reference). */
const ROLLS = [
  "capacity_provider_strategy",
  "enable_execute_command",
  "force_new_deployment",
  "launch_type",
  "load_balancer",
  "network_configuration",
  "placement_constraints",
  "ordered_placement_strategy",
  "propagate_tags",
  "service_registries",
  "task_definition",
  "triggers",
];

/** Tasks are replaced, or stopped. */
export const services: Rule = (change) => {
  if (change.type !== "aws_ecs_service") return [];
  const { address, before, after, changed } = change;
  const name = typeof before.name === "string" ? before.name : change.name;

  if (ends(change)) {
    return [
      {
        severity: "downtime",
        says: say`${address} is destroyed${plain(change.action === "replace" ? " and made anew" : "")}: ${name} stops${plain(change.action === "replace" ? " until the new service runs" : "")}.`,
        remedy: plain(
          change.action === "replace"
            ? "Deploy when that may be, or change the service in place."
            : "Make sure that nobody needs it.",
        ),
      },
    ];
  }
  if (change.action !== "update") return [];

  if (isPositive(before.desired_count) && after.desired_count === 0) {
    return [
      {
        severity: "downtime",
        says: say`${address} runs no task any more: ${name} stops.`,
        remedy: plain("Make sure that nobody needs it."),
      },
    ];
  }
  if (!changed.some((argument) => ROLLS.includes(argument))) return [];
  return [
    after.deployment_minimum_healthy_percent === 0
      ? {
          severity: "replacement",
          says: say`${address} restarts ${name}: the old task is stopped, and then the new one starts.`,
          remedy: plain("It pauses for a minute and goes on by itself."),
        }
      : {
          severity: "replacement",
          says: say`${address} restarts ${name}: new tasks start beside the old ones, which go when the new are healthy.`,
          remedy: plain(
            "Nothing stops. Watch the deployment: one that does not become healthy is rolled back.",
          ),
        },
  ];
};

const isPositive = (value: Change["before"][string]) => typeof value === "number" && value > 0;
