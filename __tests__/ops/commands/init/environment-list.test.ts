import { listedIn, listText } from "../../../../ops/commands/init/environment-list";

describe("the list of environments", () => {
  it("is read as it was written", async () => {
    const listed = [
      { variable: "live", module: "./live" },
      { variable: "euTest", module: "./eu-test" },
    ];
    const text = await listText(listed);

    expect(listedIn(text)).toEqual(listed);
    expect(text).toMatchInlineSnapshot(`
     "import type { EnvironmentInput } from "../config/schema/schema";
     import { live } from "./live";
     import { euTest } from "./eu-test";

     /** All environments. To add one, run \`ops init\`, or add a file to this folder and its name to this list. */
     export const ENVIRONMENTS: readonly EnvironmentInput[] = [live, euTest];
     "
    `);
  });

  it.each([
    ["a spread", "export const ENVIRONMENTS = [...more];"],
    ["a value that is not imported", "export const ENVIRONMENTS = [live];"],
    [
      "another statement",
      'import { live } from "./live";\nexport const ENVIRONMENTS = [live];\nconsole.log(1);',
    ],
    ["a namespace", 'import * as all from "./all";\nexport const ENVIRONMENTS = [all];'],
  ])("is not changed with %s", (_, text) => {
    expect(() => listedIn(text)).toThrow(
      "is more than imports and a plain list, so it was not changed.\nFix:",
    );
  });
});
