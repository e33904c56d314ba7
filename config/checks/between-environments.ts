import type { Environment } from "../environment";
import type { Mistake, Problem } from "../messages/problem";
import { ifReadable } from "../readable";
import { show } from "../messages/show";

export interface ReadEnvironment {
  readonly label: string;
  /** Nothing when the input is no object at all. */
  readonly environment: Environment | undefined;
}

/** What two environments, each fine by itself, must not share. The later one is told. */
type PairCheck = (earlier: Environment, later: Environment) => Problem[];

const physicalNamesDiffer: PairCheck = (earlier, later) =>
  earlier.environment !== later.environment &&
  earlier.name === later.name &&
  earlier.accountId === later.accountId
    ? [
        {
          path: "application, environment",
          got: `${show(later.name)}, as ${earlier.environment} of ${earlier.application} has it too`,
          allowed: "another <application>-<environment> in the same account",
          fix: "Rename one of them, or use another account.",
        },
      ]
    : [];

const oneCreatesTheProvider: PairCheck = (earlier, later) =>
  earlier.accountId === later.accountId &&
  [earlier.ci, later.ci].every((ci) => ci.identity === "github-oidc" && ci.provider === "create")
    ? [
        {
          path: "ci.provider",
          got: `"create", as in ${earlier.environment}`,
          allowed: "one `create` per account, as an account has one GitHub OIDC provider",
          fix: 'Write provider: "existing" here.',
        },
      ]
    : [];

const domainsDiffer: PairCheck = (earlier, later) =>
  later.domain && earlier.domain?.name === later.domain.name
    ? [
        {
          path: "domain.name",
          got: `${show(later.domain.name)}, as in ${earlier.environment}`,
          allowed: "a host name of its own",
          fix: "Change one of the two: both would write the same DNS record.",
        },
      ]
    : [];

const PAIR_CHECKS = [physicalNamesDiffer, oneCreatesTheProvider, domainsDiffer];

export function mistakesBetween(all: readonly ReadEnvironment[]): Mistake[] {
  return all.flatMap((later, index) =>
    all
      .slice(0, index)
      .flatMap((earlier) => [
        ...namesDiffer(earlier, later),
        ...problemsOfPair(earlier.environment, later.environment),
      ])
      .map((problem) => ({ environment: later.label, ...problem })),
  );
}

/** By label, so that names that differ only by case are found too, although one of them is refused anyway. */
function namesDiffer(earlier: ReadEnvironment, later: ReadEnvironment): Problem[] {
  if (earlier.label.toLowerCase() !== later.label.toLowerCase()) return [];
  return [
    {
      path: "environment",
      got: `${show(later.label)}, after ${show(earlier.label)}`,
      allowed: "a name no other environment has, whatever its case: stacks and state are found by it",
      fix: "Rename one of the two.",
    },
  ];
}

function problemsOfPair(earlier: Environment | undefined, later: Environment | undefined): Problem[] {
  if (!earlier || !later) return [];
  return PAIR_CHECKS.flatMap((check) => ifReadable(() => check(earlier, later)) ?? []);
}
