import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ENVIRONMENTS } from "../environments/environments";
import type { Stacks } from "./helpers/stacks";
import { synthesize } from "./helpers/stacks";

const GOLDEN = join(__dirname, "golden");
const UPDATE = process.env.UPDATE_GOLDEN === "1";

/** As Terraform reads it, without CDKTF's notes to itself. */
const pretty = (stack: object) =>
  `${JSON.stringify(stack, (key, value: unknown) => (key === "//" ? undefined : value), 2)}\n`;

describe.each(ENVIRONMENTS)("the stacks of $environment", (input) => {
  let stacks: Stacks;
  beforeAll(() => {
    stacks = synthesize(input);
  });

  it.each(["base", "service"] as const)("are what golden/ shows: %s", (part) => {
    const file = join(GOLDEN, `${input.environment}-${part}.tf.json`);
    const actual = pretty(stacks[part]);

    if (UPDATE) writeFileSync(file, actual);

    if (!existsSync(file))
      throw new Error(`${file} is missing. \`npm run golden\` writes it; review and commit it.`);
    expect(actual).toBe(readFileSync(file, "utf8"));
  });
});
