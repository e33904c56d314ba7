import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";

const ROOT = join(__dirname, "../..");

/** The types that hold a whole environment. A block of one, like `EnvironmentValues["database"]`, is not the whole. */
const WHOLE = ["Environment", "LiteralEnvironment", "EnvironmentValues", "EnvironmentInput"];

/** Every use of a whole environment in the types of a source, e.g. `environment: Environment`, with its line. */
function wholeEnvironmentsIn(name: string, source: string): string[] {
  const file = ts.createSourceFile(name, source, ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (isWholeEnvironment(node)) {
      const { line } = file.getLineAndCharacterOfPosition(node.getStart());
      found.push(`${name}:${line + 1}: ${node.parent.getText()}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

function isWholeEnvironment(node: ts.Node): boolean {
  const named = ts.isTypeReferenceNode(node)
    ? node.typeName
    : ts.isExpressionWithTypeArguments(node)
      ? node.expression
      : undefined;
  if (!named || !WHOLE.includes(named.getText())) return false;
  return !ts.isIndexedAccessTypeNode(node.parent);
}

const sources = readdirSync(join(ROOT, "constructs"), { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts"))
  .map((file) => join("constructs", file));

describe("a construct", () => {
  it("takes the values that it needs, and never a whole environment", () => {
    expect(sources.length).toBeGreaterThan(50);
    expect(
      sources.flatMap((file) => wholeEnvironmentsIn(file, readFileSync(join(ROOT, file), "utf8"))),
    ).toEqual([]);
  });

  it("imports neither a stack nor an operator's command nor a check", () => {
    const upwards = /from "(?:\.\.\/)+(?:stacks|ops|local|config\/checks)\//;

    expect(sources.filter((file) => upwards.test(readFileSync(join(ROOT, file), "utf8")))).toEqual([]);
  });
});

describe("a whole environment in a construct's props", () => {
  it.each([
    "interface Props { readonly environment: Environment; }",
    "interface Props { readonly settings: LiteralEnvironment | undefined; }",
    "interface Props extends Environment {}",
    'function rules(values: Pick<EnvironmentValues, "web">) {}',
  ])("is found: %s", (source) => {
    expect(wholeEnvironmentsIn("a.ts", source)).toHaveLength(1);
  });

  it.each([
    'interface Props { readonly settings: EnvironmentValues["database"]; }',
    'interface Props { readonly scaling: NonNullable<EnvironmentValues["web"]["scaling"]>; }',
    "interface Props { readonly environment: string; }",
  ])("is not found in %s", (source) => {
    expect(wholeEnvironmentsIn("a.ts", source)).toEqual([]);
  });
});
