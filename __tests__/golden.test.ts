import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { resolveEnvironments } from "../config/resolve-environments";
import { monthlyCost } from "../ops/commands/cost/monthly-cost";
import { costFileOf, goldenCost } from "../ops/review/costs";
import { FIXTURES } from "./helpers/fixtures";
import { pretty } from "./helpers/golden-diff";
import { fixtureStacks, PARTS } from "./helpers/golden-stacks";
import { SourceCopy } from "./helpers/source-copy";
import type { EnvironmentInput } from "../config/schema/schema";
import { ENVIRONMENTS as FROZEN } from "./environments/environments";
import { synthesizeEnvironment } from "./helpers/stacks";

/** Those of the user, whom no other test reads (jest.config.js). */
const { ENVIRONMENTS } = jest.requireActual<{ ENVIRONMENTS: readonly EnvironmentInput[] }>(
  join(__dirname, "../environments/environments"),
);

const GOLDEN = join(__dirname, "golden");
const UPDATE = process.env.UPDATE_GOLDEN === "1";
const HOW = "`npm run golden` does; review and commit what it changed.";

/** What every file should hold, by its path in golden/. A fixture shows only how it differs from the tests' production. */
const expected: Record<string, string> = {};
for (const input of ENVIRONMENTS) {
  const stacks = synthesizeEnvironment(input);
  for (const part of PARTS) expected[`${input.environment}-${part}.tf.json`] = pretty(stacks[part]);
}
for (const environment of resolveEnvironments(ENVIRONMENTS)) {
  expected[costFileOf(environment.environment)] = pretty(goldenCost(monthlyCost(environment)));
}
for (const { name, difference } of Object.keys(FIXTURES).flatMap(fixtureStacks)) {
  expected[`${name}.diff`] = difference;
}

const found = () =>
  readdirSync(GOLDEN, { recursive: true, encoding: "utf8" }).filter((path) => /\.(json|diff)$/.test(path));

if (UPDATE) {
  for (const path of found()) rmSync(join(GOLDEN, path));
  mkdirSync(join(GOLDEN, "fixtures"), { recursive: true });
  for (const [path, text] of Object.entries(expected)) writeFileSync(join(GOLDEN, path), text);
}

function inAnotherOrder<T>(value: T): T {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, child]) => [key, inAnotherOrder<unknown>(child)])
      .reverse(),
  ) as T;
}

describe("golden/", () => {
  it.each(Object.keys(expected))("shows the stack or the cost as it is: %s", (path) => {
    const file = join(GOLDEN, path);
    if (!existsSync(file)) throw new Error(`${file} is missing and should be written. ${HOW}`);
    expect(readFileSync(file, "utf8")).toBe(expected[path]);
  });

  it("has no file that nothing makes any more", () => {
    const stale = found().filter((path) => !(path in expected));
    if (stale.length > 0) throw new Error(`${stale.join(", ")} should be removed. ${HOW}`);
  });

  it("has a file for every way that an environment can go", () => {
    for (const name of Object.keys(FIXTURES)) {
      expect(Object.keys(expected).filter((path) => path.startsWith(`fixtures/${name}-`))).not.toEqual([]);
    }
  });

  it.each(Object.keys(FIXTURES))("is the same with the keys in another order: %s", (name) => {
    const [stacks, turned] = [FIXTURES[name]!, inAnotherOrder(FIXTURES[name]!)].map(synthesizeEnvironment);
    for (const part of PARTS) expect(pretty(turned![part])).toBe(pretty(stacks![part]));
  });

  it("is the same in another folder, language and time zone, and with the environments in another order", () => {
    const copy = new SourceCopy();
    try {
      copy.replace("environments/environments.ts", "[production, staging]", "[staging, production]");
      expect(copy.synth({ TZ: "Pacific/Kiritimati", LANG: "tr_TR.UTF-8", HOME: copy.folder })).toBe("");

      for (const input of FROZEN) {
        const stacks = synthesizeEnvironment(input);
        for (const part of PARTS) {
          const stack = copy.read(`cdktf.out/stacks/${input.environment}-${part}/cdk.tf.json`);
          expect(pretty(JSON.parse(stack) as object)).toBe(pretty(stacks[part]));
        }
      }
    } finally {
      copy.remove();
    }
  });
});
