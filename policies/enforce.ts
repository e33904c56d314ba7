import type { App } from "cdktf";
import { Annotations, Aspects, TerraformStack } from "cdktf";
import { exceptionsByAddress } from "./exceptions";
import { judge } from "./judge";
import { POLICIES } from "./policies";
import type { Policy } from "./policy";
import { supportDay } from "./support";
import { SynthesizedStack } from "./synthesized-stack";

export interface Enforcement {
  /** @default POLICIES */
  readonly policies?: readonly Policy[];

  /**
   * The day on which versions must have support, e.g. `2026-11-24`.
   *
   * @default the current day; or SUPPORT_DAY, with which the embedded AWS can still deploy old versions
   */
  readonly today?: string;
}

/** Every violation in every stack, in one throw. */
class PolicyError extends Error {
  constructor(violations: readonly string[]) {
    const count = violations.length === 1 ? "1 violation" : `${violations.length} violations`;
    super([`${count} of policies/; nothing was done.`, ...violations].join("\n\n"));
    this.name = "PolicyError";
  }
}

/**
 * Makes `app.synth()` fail, before it writes anything, where a stack violates a policy. Call it when all stacks are made.
 *
 * CDKTF runs aspects, validates and writes stack by stack. So the first stack's validation looks at all of them; a later
 * one looks again at its own only if there are aspects, which may have changed it since.
 */
export function enforcePolicies(app: App, enforcement: Enforcement = {}): void {
  const stacks = app.node.findAll().filter((construct) => TerraformStack.isStack(construct));
  const hasAspects = () => app.node.findAll().some((construct) => Aspects.of(construct).all.length > 0);

  stacks.forEach((stack, index) => {
    const seenHere = () => (index === 0 ? stacks : hasAspects() ? [stack] : []);
    stack.node.addValidation({
      validate: () => {
        const violations = seenHere().flatMap((seen) => violationsOf(seen, enforcement, !hasAspects()));
        if (violations.length > 0) throw new PolicyError(violations);
        return [];
      },
    });
  });
}

/** @param isFinal whether nothing changes the stack any more: what was judged is then what CDKTF writes */
function violationsOf(
  construct: TerraformStack,
  enforcement: Enforcement,
  isFinal: boolean,
): readonly string[] {
  const { policies = POLICIES, today = supportDay() } = enforcement;
  const json = construct.toTerraform() as Record<string, unknown>;
  const stack = new SynthesizedStack(construct.node.id, json);
  // CDKTF would resolve every token of the stack again to write it: a tenth of a synth.
  if (isFinal) construct.toTerraform = () => json;
  const { violations, warnings } = judge(stack, exceptionsByAddress(construct), policies, today);
  for (const warning of warnings) Annotations.of(construct).addWarning(warning);
  return violations;
}
