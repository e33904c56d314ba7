import { containersOf, nameOf, titleOf } from "../containers";
import type { Policy } from "../policy";
import { blocks, found, number, unless } from "../values";

export const gracefulStops: Policy = {
  name: "graceful-stops",
  reason: "A migration, a job or a request in hand is killed half-way when its task is stopped.",
  source: 'AWS: "ContainerDefinition" and "LinuxParameters", Amazon ECS API Reference',
  types: ["aws_ecs_task_definition"],
  check: (block, stack) =>
    containersOf(block, stack).flatMap((container) => [
      ...unless(
        (number(container.stopTimeout) ?? 0) > 0,
        found(
          "stop-timeout",
          `${titleOf(container)} has no stopTimeout: set it to the longest time that what is in hand may take`,
          nameOf(container),
        ),
      ),
      ...unless(
        blocks(container.linuxParameters).some(({ initProcessEnabled }) => initProcessEnabled === true),
        found(
          "init-process",
          `${titleOf(container)} has no init process, so a stop signal may reach nobody: set linuxParameters.initProcessEnabled to true`,
          nameOf(container),
        ),
      ),
    ]),
};
