import ts from "typescript";

/** A field of an environment's file, e.g. `["domain", "name"]`. */
export type Path = readonly string[];

type Value = string | boolean | readonly string[];

/**
 * Replaces the value of a field in the text of an environment's file; all other text stays.
 *
 * @returns undefined if the field is not written as a plain value there
 */
export function editField(text: string, path: Path, value: Value): string | undefined {
  const source = ts.createSourceFile("environment.ts", text, ts.ScriptTarget.Latest, true);
  const exported = source.statements
    .filter(ts.isVariableStatement)
    .flatMap(({ declarationList }) => [...declarationList.declarations]);
  const [declaration] = exported;
  if (exported.length !== 1 || !declaration?.initializer) return undefined;
  const literal = at(declaration.initializer, path);
  if (!literal || !isPlain(literal)) return undefined;
  return text.slice(0, literal.getStart(source)) + JSON.stringify(value) + text.slice(literal.end);
}

/** The value below an object literal, if every object on the way has no spread that could hide it. */
function at(expression: ts.Expression, [name, ...rest]: Path): ts.Expression | undefined {
  if (name === undefined) return expression;
  if (!ts.isObjectLiteralExpression(expression)) return undefined;
  if (!expression.properties.every(ts.isPropertyAssignment)) return undefined;
  const property = expression.properties
    .filter(ts.isPropertyAssignment)
    .find((each) => nameOf(each) === name);
  return property && at(property.initializer, rest);
}

const nameOf = ({ name }: ts.PropertyAssignment) =>
  ts.isIdentifier(name) || ts.isStringLiteral(name) ? name.text : undefined;

const isPlain = (expression: ts.Expression): boolean =>
  ts.isStringLiteral(expression) ||
  expression.kind === ts.SyntaxKind.TrueKeyword ||
  expression.kind === ts.SyntaxKind.FalseKeyword ||
  (ts.isArrayLiteralExpression(expression) && expression.elements.every(isPlain));
