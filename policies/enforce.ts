import type { App } from "cdktf";
import { Aspects, TerraformStack } from "cdktf";
import { POLICIES } from "./policies";
import { SynthesizedStack } from "./synthesized-stack";

/** Every violation in every stack, in one throw. */
class PolicyError extends Error {
  constructor(violations: readonly string[]) {
    const count = violations.length === 1 ? "1 violation" : `${violations.length} violations`;
    super([`${count} of policies/; nothing was synthesized.`, ...violations].join("\n\n"));
    this.name = "PolicyError";
  }
}

/**
 * Makes `app.synth()` fail, before it writes anything, where a stack violates a policy. Call it when all stacks are made.
 *
 * CDKTF runs aspects, validates and writes stack by stack. So the first stack's validation looks at all of them; a later
 * one looks again at its own only if there are aspects, which may have changed it since.
 */
export function enforcePolicies(app: App): void {
  const stacks = app.node.findAll().filter((construct) => TerraformStack.isStack(construct));
  const hasAspects = () => app.node.findAll().some((construct) => Aspects.of(construct).all.length > 0);

  stacks.forEach((stack, index) => {
    const seenHere = () => (index === 0 ? stacks : hasAspects() ? [stack] : []);
    stack.node.addValidation({
      validate: () => {
        const violations = seenHere().flatMap(violationsOf);
        if (violations.length > 0) throw new PolicyError(violations);
        return [];
      },
    });
  });
}

function violationsOf(construct: TerraformStack): string[] {
  const stack = new SynthesizedStack(construct.node.id, construct.toTerraform() as Record<string, unknown>);
  return stack.blocks.flatMap((block) =>
    POLICIES.filter(({ types }) => !types || types.includes(block.type)).flatMap((policy) =>
      policy
        .check(block, stack)
        .map(
          (violation) =>
            `${stack.name}: ${block.address}: ${violation}\n  ${policy.reason} (${policy.name}; ${policy.source})`,
        ),
    ),
  );
}
