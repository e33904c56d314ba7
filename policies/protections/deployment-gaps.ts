import type { Policy } from "../policy";
import { blocks, found, number, unless } from "../values";

/** Of ECS. */
const DEFAULT_MINIMUM = 100;

export const deploymentGaps: Policy = {
  name: "deployment-gaps",
  reason: "Requests are refused, or cut off, at every deployment.",
  source:
    'AWS: "DeploymentConfiguration", Amazon ECS API Reference; "Deregistration delay", Application Load Balancers guide',
  types: ["aws_ecs_service", "aws_lb_target_group"],
  check: ({ type, body }) =>
    type === "aws_ecs_service"
      ? unless(
          blocks(body.load_balancer).length === 0 ||
            (number(body.deployment_minimum_healthy_percent) ?? DEFAULT_MINIMUM) >= DEFAULT_MINIMUM,
          found(
            "healthy-percent",
            "deployment_minimum_healthy_percent is below 100, so old tasks end before new ones answer: set it to 100",
          ),
        )
      : unless(
          number(body.deregistration_delay) !== 0,
          found(
            "deregistration-delay",
            "deregistration_delay is 0, so requests in hand are cut off: set it to their longest time",
          ),
        ),
};
