import { nearest } from "../../facts/did-you-mean";
import { containersOf } from "../containers";
import type { Policy } from "../policy";
import { blocks, number, text } from "../values";

export const serviceLoadBalancers: Policy = {
  name: "service-load-balancers",
  reason: "ECS refuses a service whose load balancer leads to a container or port that is not there.",
  source: 'AWS: "LoadBalancer", Amazon ECS API Reference',
  types: ["aws_ecs_service"],
  check: ({ body }, stack) => {
    const taskDefinition = stack.find("aws_ecs_task_definition", body.task_definition);
    const containers = taskDefinition ? containersOf(taskDefinition, stack) : [];
    if (containers.length === 0) return [];

    return blocks(body.load_balancer).flatMap((loadBalancer) => {
      const name = text(loadBalancer.container_name);
      const port = number(loadBalancer.container_port);
      const names = containers.map((container) => String(container.name));
      const container = containers.find((candidate) => candidate.name === name);
      if (name === undefined) return [];
      if (!container) {
        return [
          `load_balancer leads to container "${name}": write ${nearest(name, names) ?? names.join(" or ")}`,
        ];
      }
      const ports = blocks(container.portMappings).map(({ containerPort }) => number(containerPort));
      if (port === undefined || ports.includes(port)) return [];
      return [
        `load_balancer leads to port ${port} of "${name}": write ${ports.join(" or ")}, or map that port`,
      ];
    });
  },
};
