/**
 * Synthesizes the app: bundles main.ts in memory and runs it.
 *
 * Types are checked by `npm run types`, not here: that is what makes `cdktf synth` several times faster than ts-node.
 * Packages stay outside the bundle, so that each is loaded from node_modules as it was published.
 */
import nodeModule, { createRequire, SourceMap } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

// CDKTF records where each token was made: a tenth of the time, for stack traces that are never shown.
Error.prepareStackTrace = (error, frames) =>
  error instanceof Error ? `${error}\n    at ${frames.join("\n    at ")}` : "";

// Node.js 22 and later keep the compiled code of packages.
nodeModule.enableCompileCache?.();

/** `new Function` writes the parameters above the code. */
const LINES_OF_FUNCTION = 2;

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const options = {
  absWorkingDir: root,
  entryPoints: ["main.ts"],
  bundle: true,
  packages: "external",
  platform: "node",
  target: "node20",
  format: "cjs",
  write: false,
};
// esbuild has printed each error with its file and line.
const bundling = build(options).catch(() => process.exit(1));

const main = join(root, "main.js");
const require = createRequire(main);
// esbuild is another process: the largest packages are loaded while it works.
for (const name of ["cdktf", "zod"]) require(name);

const [{ text }] = (await bundling).outputFiles;
const run = new Function("require", "__filename", "__dirname", text);
try {
  run(require, main, root);
} catch (error) {
  process.exitCode = 1;
  console.error(error instanceof Error ? await messageOf(error) : error);
}

/** The message of an error, with the line of the environment's file if the error comes from one. */
async function messageOf({ message, stack = "" }) {
  const places = [...stack.matchAll(/<anonymous>:(\d+):(\d+)/g)];
  if (places.length === 0) return message;
  // Only now, because a map takes time, and the code of the bundle is the same with it.
  const [{ text: mapped }] = (await build({ ...options, sourcemap: "inline" })).outputFiles;
  const map = new SourceMap(
    JSON.parse(Buffer.from(mapped.slice(mapped.lastIndexOf(",") + 1), "base64").toString("utf8")),
  );
  const entries = places.map(([, line, column]) =>
    map.findEntry(Number(line) - 1 - LINES_OF_FUNCTION, Number(column) - 1),
  );
  const found = entries.find(({ originalSource = "" }) => /(^|\/)environments\//.test(originalSource));
  if (found === undefined) return message;
  const file = found.originalSource.replace(/^.*(?=environments\/)/, "");
  return `${file}, line ${found.originalLine + 1}: ${message}\nFix: Correct this file, then run npm run types, which finds more mistakes.`;
}
