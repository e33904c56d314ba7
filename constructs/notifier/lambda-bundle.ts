import { buildSync } from "esbuild";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The root folder of the project. `stacks/synth.mjs` bundles the project to one file, for which __dirname is the root. */
const ROOT = existsSync(join(__dirname, "lambda")) ? __dirname : join(__dirname, "../..");

const files = new Map<string, string>();

/** Bundles a function of `lambda/` to one file, once per process. Returns its path. */
export function bundleFile(name: string): string {
  const known = files.get(name);
  if (known !== undefined) return known;

  const folder = mkdtempSync(join(tmpdir(), `${name}-`));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, "index.mjs");
  writeFileSync(file, bundle(name));
  files.set(name, file);
  return file;
}

/** The bundle as bytes. The same sources give the same bytes in every folder. */
export function bundle(name: string, root = ROOT): Uint8Array {
  const {
    outputFiles: [file],
  } = buildSync({
    absWorkingDir: root,
    entryPoints: [`lambda/${name}/handler.ts`],
    bundle: true,
    minify: true,
    charset: "utf8",
    platform: "node",
    // Every supported version of Node.js runs it. For "node22" esbuild expands \p{…} in regular expressions.
    target: "es2023",
    format: "esm",
    write: false,
  });
  if (!file) throw new Error(`unreachable: esbuild made nothing of lambda/${name}`);
  return file.contents;
}
