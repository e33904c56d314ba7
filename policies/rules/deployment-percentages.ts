import type { Policy } from "../policy";
import { number } from "../values";

export const deploymentPercentages: Policy = {
  name: "deployment-percentages",
  reason: "A deployment could neither start a new task nor stop an old one, and would wait for ever.",
  source: 'AWS: "DeploymentConfiguration", Amazon ECS API Reference',
  types: ["aws_ecs_service"],
  check: ({ body }) => {
    const minimum = number(body.deployment_minimum_healthy_percent ?? 100);
    const maximum = number(body.deployment_maximum_percent ?? 200);
    const desired = number(body.desired_count ?? 1) ?? 1;
    if (minimum === undefined || maximum === undefined || desired === 0) return [];
    // ECS rounds the minimum up and the maximum down.
    const mayStop = Math.ceil((desired * minimum) / 100) < desired;
    const mayStart = Math.floor((desired * maximum) / 100) > desired;
    if (mayStop || mayStart) return [];
    return [
      `of ${desired} tasks, deployment_minimum_healthy_percent ${minimum} and deployment_maximum_percent ${maximum} ` +
        "leave none to replace: write 100 and 200",
    ];
  },
};
