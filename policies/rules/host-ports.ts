import { containersOf, titleOf } from "../containers";
import type { Policy } from "../policy";
import { blocks, number } from "../values";

export const hostPorts: Policy = {
  name: "host-ports",
  reason: "The next copy of the task could not start beside the running one: the port of the host is taken.",
  source: 'AWS: "PortMapping", Amazon ECS API Reference',
  types: ["aws_ecs_service"],
  check: ({ body }, stack) => {
    const taskDefinition = stack.find("aws_ecs_task_definition", body.task_definition);
    const rolling = (number(body.deployment_maximum_percent) ?? 200) > 100;
    if (!taskDefinition || !rolling || (taskDefinition.body.network_mode ?? "bridge") !== "bridge") return [];
    return containersOf(taskDefinition, stack).flatMap((container) =>
      blocks(container.portMappings)
        .filter(({ hostPort }) => (number(hostPort) ?? 0) > 0)
        .map(
          ({ hostPort }) =>
            `${titleOf(container)} has hostPort ${String(hostPort)}: write 0, for a free one each time`,
        ),
    );
  },
};
