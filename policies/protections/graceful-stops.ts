import { containersOf, titleOf } from "../containers";
import type { Policy } from "../policy";
import { blocks, number, unless } from "../values";

export const gracefulStops: Policy = {
  name: "graceful-stops",
  reason: "A migration, a job or a request in hand is killed half-way when its task is stopped.",
  source: 'AWS: "ContainerDefinition" and "LinuxParameters", Amazon ECS API Reference',
  types: ["aws_ecs_task_definition"],
  check: (block, stack) =>
    containersOf(block, stack).flatMap((container) => [
      ...unless(
        (number(container.stopTimeout) ?? 0) > 0,
        `${titleOf(container)} has no stopTimeout: set it to the longest time that what is in hand may take`,
      ),
      ...unless(
        blocks(container.linuxParameters).some(({ initProcessEnabled }) => initProcessEnabled === true),
        `${titleOf(container)} has no init process, so a stop signal may reach nobody: set linuxParameters.initProcessEnabled to true`,
      ),
    ]),
};
