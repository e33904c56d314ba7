import ts from "typescript";
import { Refusal } from "../../cli/refusal";
import { formatted } from "./environment-text";

export const LIST = "environments/environments.ts";

/** An environment of the list: its variable, and the file that exports it, e.g. `./production`. */
export interface Listed {
  readonly variable: string;
  readonly module: string;
}

const OTHER_IMPORTS = new Set(["../config/schema/schema"]);

/**
 * The environments in `environments/environments.ts`.
 *
 * @throws Refusal if the file has more than imports and a plain list
 */
export function listedIn(text: string): Listed[] {
  const source = ts.createSourceFile(LIST, text, ts.ScriptTarget.Latest, true);
  const modules = new Map<string, string>();
  let variables: string[] | undefined;
  for (const statement of source.statements) {
    if (ts.isImportDeclaration(statement) && ts.isStringLiteral(statement.moduleSpecifier)) {
      const module = statement.moduleSpecifier.text;
      const bindings = statement.importClause?.namedBindings;
      if (OTHER_IMPORTS.has(module)) continue;
      if (!bindings || !ts.isNamedImports(bindings)) throw notPlain();
      for (const { name } of bindings.elements) modules.set(name.text, module);
    } else if (ts.isVariableStatement(statement) && variables === undefined) {
      const [declaration, ...more] = statement.declarationList.declarations;
      const list = declaration?.initializer;
      if (!list || more.length > 0 || declaration.name.getText() !== "ENVIRONMENTS") throw notPlain();
      if (!ts.isArrayLiteralExpression(list) || !list.elements.every(ts.isIdentifier)) throw notPlain();
      variables = list.elements.map((element) => element.getText());
    } else throw notPlain();
  }
  return (variables ?? []).map((variable) => {
    const module = modules.get(variable);
    if (module === undefined) throw notPlain();
    return { variable, module };
  });
}

/** The text of `environments/environments.ts`. */
export function listText(listed: readonly Listed[]): Promise<string> {
  const imports = listed.map(({ variable, module }) => `import { ${variable} } from "${module}";\n`).join("");
  return formatted(
    `import type { EnvironmentInput } from "../config/schema/schema";\n${imports}\n` +
      "/** All environments. To add one, run `ops init`, or add a file to this folder and its name to this list. */\n" +
      `export const ENVIRONMENTS: readonly EnvironmentInput[] = [${listed.map(({ variable }) => variable).join(", ")}];\n`,
  );
}

const notPlain = () =>
  new Refusal(
    `${LIST} is more than imports and a plain list, so it was not changed.\n` +
      "Fix: Write it as ENVIRONMENTS: readonly EnvironmentInput[] = [production, staging], each imported from its file.",
  );
