import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";

const ROOT = join(__dirname, "../..");

/** The folders with code that reads text of others: AWS, containers, people, other programs. */
const FOLDERS = ["ops", "lambda", "facts", "config", "policies", "constructs", "stacks", "local"];

/** One regular expression of the source. */
export interface SourcePattern {
  /** E.g. `ops/cli/words.ts:3`. */
  readonly place: string;
  readonly source: string;
  readonly flags: string;
}

const files = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", ...FOLDERS], {
  cwd: ROOT,
  encoding: "utf8",
})
  .trim()
  .split("\n")
  .filter((file) => file.endsWith(".ts"));

const trees = files.map((file) =>
  ts.createSourceFile(file, readFileSync(join(ROOT, file), "utf8"), ts.ScriptTarget.ES2022, true),
);

/** Calls a function with each node of each file, and the place of the node. */
function visit(see: (node: ts.Node, file: string, line: () => number) => void): void {
  for (const tree of trees) {
    const walk = (node: ts.Node): void => {
      see(node, tree.fileName, () => tree.getLineAndCharacterOfPosition(node.getStart()).line + 1);
      ts.forEachChild(node, walk);
    };
    walk(tree);
  }
}

/** Every regular expression literal. */
export function sourcePatterns(): SourcePattern[] {
  const found: SourcePattern[] = [];
  visit((node, file, line) => {
    if (!ts.isRegularExpressionLiteral(node)) return;
    const end = node.text.lastIndexOf("/");
    found.push({
      place: `${file}:${line()}`,
      source: node.text.slice(1, end),
      flags: node.text.slice(end + 1),
    });
  });
  return found;
}

/** The files that make regular expressions at run time, once for each. */
export function filesWithMadePatterns(): string[] {
  const found: string[] = [];
  visit((node, file) => {
    if ((ts.isNewExpression(node) || ts.isCallExpression(node)) && node.expression.getText() === "RegExp")
      found.push(file);
  });
  return found;
}
