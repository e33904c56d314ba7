import { containersOf, titleOf } from "../containers";
import type { Policy } from "../policy";
import { blocks } from "../values";

const NUMBERS = ["cpu", "memory", "memoryReservation", "startTimeout", "stopTimeout"];

export const containerValues: Policy = {
  name: "container-values",
  reason: "ECS takes these as JSON numbers and texts only.",
  source: 'AWS: "ContainerDefinition" and "KeyValuePair", Amazon ECS API Reference',
  types: ["aws_ecs_task_definition"],
  check: (block, stack) =>
    containersOf(block, stack).flatMap((container) => [
      ...NUMBERS.filter((key) => container[key] !== undefined && !isNumber(container[key])).map(
        (key) => `${titleOf(container)} has ${key} ${JSON.stringify(container[key])}: write a number`,
      ),
      ...blocks(container.environment)
        .filter(({ value }) => typeof value !== "string")
        .map(
          ({ name, value }) =>
            `${titleOf(container)} has ${String(name)} = ${JSON.stringify(value)} in environment: write a text, in quotes`,
        ),
    ]),
};

/** Or what Terraform will make one. */
function isNumber(value: unknown): boolean {
  return typeof value === "number" || (typeof value === "string" && value.includes("${"));
}
