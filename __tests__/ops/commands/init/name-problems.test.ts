import ts from "typescript";
import { listText } from "../../../../ops/commands/init/environment-list";
import { variableOf } from "../../../../ops/commands/init/environment-text";
import { nameProblems } from "../../../../ops/commands/init/name-problems";

const allowedFor = (name: string) => nameProblems(name).map(({ allowed }) => allowed);

describe("the name of a new environment", () => {
  it("is not the one whose file would overwrite the list of all environments", () => {
    expect(allowedFor("environments")).toEqual([
      "a name whose file is not environments/environments.ts, the list of all environments",
    ]);
  });

  it.each(["class", "default", "package", "interface", "await", "static", "eval", "undefined", "arguments"])(
    "is not %s, which cannot be a variable",
    (name) => {
      expect(allowedFor(name)).toEqual([
        "a name that TypeScript does not reserve: the variable of the environment is called after it",
      ]);
    },
  );

  it.each(["../production", "con/x", "Production", "__proto__"])(
    "is not a path or another name: %s",
    (name) => {
      expect(allowedFor(name)).toEqual([
        "lower-case letters, digits and single hyphens, beginning with a letter",
      ]);
    },
  );

  it.each(["production", "type", "of", "class-a", "environment-input", "new-york", "constructor"])(
    "may be %s, whose list TypeScript reads",
    async (name) => {
      expect(allowedFor(name)).toEqual([]);
      const text = await listText([{ variable: variableOf(name), module: `./${name}` }]);
      expect(ts.transpileModule(text, { reportDiagnostics: true }).diagnostics).toEqual([]);
    },
  );
});
