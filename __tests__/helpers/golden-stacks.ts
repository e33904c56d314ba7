import { ENVIRONMENTS } from "../environments/environments";
import { production } from "../environments/production";
import { FIXTURES } from "./fixtures";
import { differenceOf, pretty } from "./golden-diff";
import type { StackJson } from "./stacks";
import { synthesizeEnvironment } from "./stacks";
import { madeOnce } from "./synth-cache";

export const PARTS = ["base", "service"] as const;

interface GoldenStack {
  /** E.g. `production-base`, `fixtures/grown-base`. */
  readonly name: string;
  readonly stack: StackJson;
}

interface FixtureStack extends GoldenStack {
  readonly difference: string;
}

/** Each stack of the tests' environments, and each stack of a fixture that is not production's. */
export function goldenStacks(): GoldenStack[] {
  return [
    ...ENVIRONMENTS.flatMap((input) =>
      PARTS.map((part) => ({
        name: `${input.environment}-${part}`,
        stack: JSON.parse(pretty(synthesizeEnvironment(input)[part])) as StackJson,
      })),
    ),
    ...Object.keys(FIXTURES)
      .flatMap(fixtureStacks)
      .map(({ name, stack }) => ({ name, stack })),
  ];
}

/** The stacks of a fixture that are not production's, with what is different. */
export const fixtureStacks = (fixture: string): FixtureStack[] =>
  madeOnce(`stacks of the fixture ${fixture}`, () => {
    const inProduction = synthesizeEnvironment(production);
    const stacks = synthesizeEnvironment(FIXTURES[fixture]!);
    return PARTS.map((part) => ({
      name: `fixtures/${fixture}-${part}`,
      stack: JSON.parse(pretty(stacks[part])) as StackJson,
      difference: differenceOf(inProduction[part], stacks[part]),
    })).filter(({ difference }) => difference !== "");
  });
