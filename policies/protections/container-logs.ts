import { containersOf, nameOf, titleOf } from "../containers";
import type { Policy } from "../policy";
import { blocks, found, unless } from "../values";

export const containerLogs: Policy = {
  name: "container-logs",
  reason: "What a container said before it stopped is gone with its host, when it is needed most.",
  source: 'AWS: "Send Amazon ECS logs to CloudWatch", Amazon ECS Developer Guide',
  types: ["aws_ecs_task_definition"],
  check: (block, stack) =>
    containersOf(block, stack).flatMap((container) => {
      const [log = {}] = blocks(container.logConfiguration);
      return [
        ...unless(
          log.logDriver === "awslogs",
          found(
            "no-log",
            `${titleOf(container)} has no logConfiguration: give it a ContainerLog`,
            nameOf(container),
          ),
        ),
        ...unless(
          blocks(log.options).every(({ mode }) => mode === "non-blocking"),
          found(
            "blocking-log",
            `${titleOf(container)} stops when CloudWatch Logs does not answer: set the option mode to non-blocking`,
            nameOf(container),
          ),
        ),
      ];
    }),
};
