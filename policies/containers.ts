import type { Block } from "./policy";
import type { SynthesizedStack } from "./synthesized-stack";
import { blocks } from "./values";

type Container = Readonly<Record<string, unknown>>;

/** The containers of a task definition, as far as they are known now. */
export function containersOf(taskDefinition: Block, stack: SynthesizedStack): readonly Container[] {
  return blocks(stack.parse(taskDefinition.body.container_definitions));
}

export function titleOf(container: Container): string {
  return `container ${JSON.stringify(container.name ?? "without a name")}`;
}
