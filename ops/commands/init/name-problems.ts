import { basename } from "node:path";
import ts from "typescript";
import type { Problem } from "../../../config/messages/problem";
import { show } from "../../../config/messages/show";
import { environmentSchema } from "../../../config/schema/schema";
import { LIST } from "./environment-list";
import { variableOf } from "./environment-text";

/** Names that the language keeps for itself beside its keywords ("Keywords and Reserved Words", ECMAScript). */
const NO_VARIABLES = ["arguments", "eval", "undefined"];

/** What is wrong with the name of a new environment, which becomes that of a file and of a variable. */
export function nameProblems(environment: string): Problem[] {
  const { error } = environmentSchema.shape.environment.safeParse(environment);
  const allowed = error?.issues[0]?.message ?? unfit(environment);
  if (allowed === undefined) return [];
  return [
    { path: "environment", got: show(environment), allowed, fix: "Give another name, e.g. production." },
  ];
}

function unfit(environment: string): string | undefined {
  if (`${environment}.ts` === basename(LIST))
    return `a name whose file is not ${LIST}, the list of all environments`;
  return isReserved(variableOf(environment))
    ? "a name that TypeScript does not reserve: the variable of the environment is called after it"
    : undefined;
}

function isReserved(variable: string): boolean {
  const scanner = ts.createScanner(ts.ScriptTarget.Latest, true, ts.LanguageVariant.Standard, variable);
  const kind = scanner.scan();
  const isKeyword =
    (kind >= ts.SyntaxKind.FirstReservedWord && kind <= ts.SyntaxKind.LastFutureReservedWord) ||
    kind === ts.SyntaxKind.AwaitKeyword;
  return isKeyword || NO_VARIABLES.includes(variable);
}
