import { containersOf, titleOf } from "../containers";
import type { Policy } from "../policy";
import { blocks, unless } from "../values";

export const containerLogs: Policy = {
  name: "container-logs",
  reason: "What a container said before it stopped is gone with its host, when it is needed most.",
  source: 'AWS: "Send Amazon ECS logs to CloudWatch", Amazon ECS Developer Guide',
  types: ["aws_ecs_task_definition"],
  check: (block, stack) =>
    containersOf(block, stack).flatMap((container) =>
      unless(
        blocks(container.logConfiguration).some(({ logDriver }) => logDriver === "awslogs"),
        `${titleOf(container)} has no logConfiguration: give it a ContainerLog`,
      ),
    ),
};
