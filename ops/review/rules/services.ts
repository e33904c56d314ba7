import type { Change } from "../change";
import type { Found, ReviewRule } from "../finding";
import { ifReplaced, isDestroyed } from "../finding";
import { plain, sentence } from "../sentence";

/** Arguments of a service that make ECS replace its tasks ("UpdateService", Amazon ECS API Reference). */
const REPLACES_TASKS = [
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

const IF_STILL_NEEDED = "Undo the change if the service is still needed.";

/** The tasks of a service are replaced or stopped. */
export const services: ReviewRule = (change) => {
  if (change.type === "aws_appautoscaling_target") return scaledToNone(change);
  if (change.type !== "aws_ecs_service") return undefined;
  const { address, before, after, changed } = change;
  const name = typeof before.name === "string" ? before.name : change.name;

  if (isDestroyed(change)) {
    return {
      severity: "downtime",
      what: sentence`${address} is destroyed${ifReplaced(change, " and created again")}: ${name} stops${ifReplaced(change, " until the new service is running")}.`,
      fix: plain(
        change.action === "replace"
          ? "Deploy at a time when downtime is acceptable, or change the service in place."
          : IF_STILL_NEEDED,
      ),
    };
  }
  if (change.action !== "update") return undefined;

  if (isPositive(before.desired_count) && after.desired_count === 0) {
    return {
      severity: "downtime",
      what: sentence`${address} has no tasks any more: ${name} stops.`,
      fix: plain(IF_STILL_NEEDED),
    };
  }
  if (!changed.some((argument) => REPLACES_TASKS.includes(argument))) return undefined;
  return after.deployment_minimum_healthy_percent === 0
    ? {
        severity: "replacement",
        what: sentence`${address} restarts ${name}: the old task stops, then the new one starts.`,
        fix: plain("Nothing to do: it is interrupted for about a minute."),
      }
    : {
        severity: "replacement",
        what: sentence`${address} restarts ${name}: new tasks start, and the old ones stop when the new ones are healthy.`,
        fix: plain(
          "The service stays available. Watch the deployment: ECS rolls it back if it does not become healthy.",
        ),
      };
};

/** Application Auto Scaling stops what is above the maximum. */
const scaledToNone = ({ address, action, before, after }: Change): Found =>
  action === "update" && isPositive(before.max_capacity) && after.max_capacity === 0
    ? {
        severity: "downtime",
        what: sentence`${address} scales its service to no tasks: it stops.`,
        fix: plain(IF_STILL_NEEDED),
      }
    : undefined;

const isPositive = (value: Change["before"][string]) => typeof value === "number" && value > 0;
