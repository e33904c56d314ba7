import type { Block } from "../block";
import type { SynthesizedStack } from "../synthesized-stack";

/** One thing that AWS needs before another, although no argument of the other has to refer to it. */
export interface HiddenDependency {
  /** The types of what needs it. */
  readonly dependents: readonly string[];

  /** What is needed, in words. */
  readonly needs: string;

  /** The resources of the stack that this dependent needs: those of the same role, bucket, network. */
  readonly find: (dependent: Block, stack: SynthesizedStack) => readonly Block[];

  /** What AWS does without it. */
  readonly otherwise: string;

  /** The document or issue that states it. */
  readonly source: string;
}

/** The blocks of a type that have this value in an argument, however it is read. */
export const having = (stack: SynthesizedStack, type: string, argument: string, value: unknown) =>
  stack.all(type).filter(({ body }) => same(stack, body[argument], value));

/** Whether two arguments of a stack are one, however they are read. */
export const same = (stack: SynthesizedStack, one: unknown, other: unknown) =>
  one !== undefined && stack.resolve(one) === stack.resolve(other);
