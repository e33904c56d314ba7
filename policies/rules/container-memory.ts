import { containersOf, titleOf } from "../containers";
import type { Policy } from "../policy";

export const containerMemory: Policy = {
  name: "container-memory",
  reason: "On EC2 every container says what it needs, or its task definition is refused.",
  source: 'AWS: "ContainerDefinition", Amazon ECS API Reference',
  types: ["aws_ecs_task_definition"],
  check: (block, stack) =>
    block.body.memory !== undefined
      ? []
      : containersOf(block, stack)
          .filter(({ memory, memoryReservation }) => memory === undefined && memoryReservation === undefined)
          .map((container) => `${titleOf(container)} has no memory: set memory, in MiB`),
};
