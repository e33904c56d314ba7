/**
 * Synthesizes the app: bundles main.ts in memory and runs it.
 *
 * Types are checked by `npm run types`, not here: that is what makes `cdktf synth` several times faster than ts-node.
 * Packages stay outside the bundle, so that each is loaded from node_modules as it was published.
 */
import nodeModule, { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

// CDKTF records where each token was made: a tenth of the time, for stack traces that are never shown.
Error.prepareStackTrace = (error, frames) =>
  error instanceof Error ? `${error}\n    at ${frames.join("\n    at ")}` : "";

// Node.js 22 and later keep the compiled code of packages.
nodeModule.enableCompileCache?.();

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const bundle = await build({
  absWorkingDir: root,
  entryPoints: ["main.ts"],
  bundle: true,
  packages: "external",
  platform: "node",
  target: "node20",
  format: "cjs",
  write: false,
  // esbuild has printed each error with its file and line.
}).catch(() => process.exit(1));

const [{ text }] = bundle.outputFiles;
const main = join(root, "main.js");
const run = new Function("require", "__filename", "__dirname", text);
try {
  run(createRequire(main), main, root);
} catch (error) {
  process.exitCode = 1;
  console.error(error instanceof Error ? error.message : error);
}
