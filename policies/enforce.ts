import type { App } from "cdktf";
import { Annotations, Aspects, TerraformStack } from "cdktf";
import { exceptionsByAddress } from "./exceptions";
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
   * @default today; or SUPPORT_DAY, so that the embedded AWS goes on deploying what is old by now
   */
  readonly today?: string;
}

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
export function enforcePolicies(app: App, enforcement: Enforcement = {}): void {
  const stacks = app.node.findAll().filter((construct) => TerraformStack.isStack(construct));
  const hasAspects = () => app.node.findAll().some((construct) => Aspects.of(construct).all.length > 0);

  stacks.forEach((stack, index) => {
    const seenHere = () => (index === 0 ? stacks : hasAspects() ? [stack] : []);
    stack.node.addValidation({
      validate: () => {
        const violations = seenHere().flatMap((seen) => violationsOf(seen, enforcement));
        if (violations.length > 0) throw new PolicyError(violations);
        return [];
      },
    });
  });
}

function violationsOf(construct: TerraformStack, enforcement: Enforcement): string[] {
  const { policies = POLICIES, today = supportDay() } = enforcement;
  const stack = new SynthesizedStack(construct.node.id, construct.toTerraform() as Record<string, unknown>);
  const exceptions = exceptionsByAddress(construct);
  const say = (address: string, problem: string, policy: Policy) =>
    `${stack.name}: ${address}: ${problem}\n  ${policy.reason} (${policy.name}; ${policy.source})`;
  const needed = new Set<object>();

  const violations = [...stack.blocks, stack.whole].flatMap((block) =>
    policies
      .filter(({ types }) => (types ? types.includes(block.type) : block !== stack.whole))
      .flatMap((policy) => {
        const allowed = exceptions
          .filter(({ address, exception }) => address === block.address && exception.policy === policy.name)
          .map(({ exception }) => exception);
        const isExcepted = (problem: string) => {
          const exception = allowed.find(({ about = "" }) => problem.includes(about));
          if (exception) needed.add(exception);
          return exception !== undefined;
        };
        for (const warning of policy.warn?.(block, today) ?? []) {
          if (!isExcepted(warning)) {
            Annotations.of(construct).addWarning(say(block.address, warning, policy));
          }
        }
        return policy
          .check(block, stack, today)
          .filter((problem) => !isExcepted(problem))
          .map((problem) => say(block.address, problem, policy));
      }),
  );

  const needless = exceptions
    .filter(({ exception }) => !needed.has(exception) && isJudged(exception.policy, policies))
    .map(
      ({ address, exception }) =>
        `${stack.name}: ${address}: it is excepted from ${exception.policy}, which it does not violate: remove the exception\n` +
        "  An exception that is not needed would hide the day on which it is. (exceptions)",
    );
  return [...violations, ...needless];
}

/** Whether an exception from it can be seen not to be needed: the policy was asked, or there is none of that name. */
function isJudged(name: string, asked: readonly Policy[]): boolean {
  const isAmong = (policies: readonly Policy[]) => policies.some((policy) => policy.name === name);
  return isAmong(asked) || !isAmong(POLICIES);
}
