import { buildSync } from "esbuild";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The project's root folder. `stacks/synth.mjs` runs all of it as one file that counts as lying there itself. */
const ROOT = existsSync(join(__dirname, "lambda")) ? __dirname : join(__dirname, "../..");

const files = new Map<string, string>();

/** The code of a function of `lambda/` as one file, made once per process. Returns its path. */
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

/** The same sources make the same bytes, wherever they lie. */
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
    // What Node.js 22 and all that run the tests know. For "node22" esbuild spells \p{…} in a regular expression out.
    target: "es2023",
    format: "esm",
    write: false,
  });
  if (!file) throw new Error(`unreachable: esbuild made nothing of lambda/${name}`);
  return file.contents;
}
