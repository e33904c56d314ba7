import type { Block } from "./block";
import type { SynthesizedStack } from "./synthesized-stack";
import { blocks } from "./values";

type Container = Readonly<Record<string, unknown>>;

/** The containers of a task definition, as far as they are known now. */
export function containersOf(taskDefinition: Block, stack: SynthesizedStack): readonly Container[] {
  return blocks(stack.parse(taskDefinition.body.container_definitions));
}

/** The containers of the task definition of a service, if it is of this stack. */
export function containersOfService({ body }: Block, stack: SynthesizedStack): readonly Container[] {
  const taskDefinition = stack.find("aws_ecs_task_definition", body.task_definition);
  return taskDefinition ? containersOf(taskDefinition, stack) : [];
}

export const nameOf = ({ name }: Container): string => (typeof name === "string" ? name : "without a name");

export const titleOf = (container: Container): string => `container ${JSON.stringify(nameOf(container))}`;
