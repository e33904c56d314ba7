import type { ExceptionAt } from "./exceptions";
import { allows } from "./exceptions";
import { POLICIES } from "./policies";
import type { Finding } from "./finding";
import type { Policy } from "./policy";
import type { SynthesizedStack } from "./synthesized-stack";
import { textOf } from "./values";

/** What the policies found in one stack. */
export interface Verdict {
  readonly violations: readonly string[];
  readonly warnings: readonly string[];
}

/** Judges one stack's JSON. The exceptions are those that the constructs of the stack declare. */
export function judge(
  stack: SynthesizedStack,
  exceptions: readonly ExceptionAt[],
  policies: readonly Policy[],
  today: string,
): Verdict {
  const needed = new Set<object>();
  const warnings: string[] = [];

  const violations = [...stack.blocks, stack.whole].flatMap((block) =>
    policies
      .filter(({ types }) => (types ? types.includes(block.type) : block !== stack.whole))
      .flatMap((policy) => {
        const isExcepted = (finding: Finding) => {
          const [found] = exceptions.filter(
            ({ address, exception }) => address === block.address && allows(exception, policy.name, finding),
          );
          if (found) needed.add(found.exception);
          return found !== undefined;
        };
        const report = (findings: readonly Finding[]) =>
          findings
            .filter((finding) => !isExcepted(finding))
            .map(textOf)
            .map(
              (text) =>
                `${stack.name}: ${block.address}: ${text}\n  ${policy.reason} (${policy.name}; ${policy.source})`,
            );
        warnings.push(...report(policy.warn?.(block, today) ?? []));
        return report(policy.check(block, stack, today));
      }),
  );

  const needless = exceptions
    .filter(({ exception }) => !needed.has(exception) && isJudged(exception.of, policies))
    .map(
      ({ address, exception }) =>
        `${stack.name}: ${address}: the resource is excepted from ${exception.of}, which it does not violate: remove the exception\n` +
        "  An exception that is not needed hides a later violation. (exceptions)",
    );
  return { violations: [...violations, ...needless], warnings };
}

/** Whether an exception from it can be seen not to be needed: the policy was asked, or there is none of that name. */
function isJudged(of: string, asked: readonly Policy[]): boolean {
  const [name] = of.split("/");
  const isAmong = (policies: readonly Policy[]) => policies.some((policy) => policy.name === name);
  return isAmong(asked) || !isAmong(POLICIES);
}
