import type { Block } from "./block";
import type { Finding } from "./finding";
import type { SynthesizedStack } from "./synthesized-stack";

/** A rule about resources, checked on every stack before anything of it is written. */
export interface Policy {
  /** e.g. `iam-wildcards`; exceptions name it. */
  readonly name: string;
  /** What happens when it is violated, in one sentence. */
  readonly reason: string;
  /** The document that states it. */
  readonly source: string;
  /** The types of resources it looks at; every type when left out, but not `WHOLE_STACK`. */
  readonly types?: readonly string[];
  /** Each violation. `today` is like `2026-11-24`. */
  check(block: Block, stack: SynthesizedStack, today: string): Finding[];
  /** What is not a violation yet, in the same form. */
  warn?(block: Block, today: string): Finding[];
}

export type Check = (block: Block, stack: SynthesizedStack) => Finding[];

/** The check of a policy that looks for something else in each type of resource. */
export const byType = (checks: Readonly<Record<string, Check>>): Pick<Policy, "types" | "check"> => ({
  types: Object.keys(checks),
  check: (block, stack) => checks[block.type]?.(block, stack) ?? [],
});
