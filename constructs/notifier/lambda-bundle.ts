import { App } from "cdktf";
import type { Construct } from "constructs";
import { buildSync } from "esbuild";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

/** The root folder of the project. `stacks/synth.mjs` bundles the project to one file, for which __dirname is the root. */
const ROOT = existsSync(join(__dirname, "lambda")) ? __dirname : join(__dirname, "../..");

const bundles = new Map<string, Uint8Array>();

/** Bundles a function of `lambda/` to one file in the output folder of the app, once per process. Returns its path. */
export function bundleFile(scope: Construct, name: string): string {
  const contents = bundles.get(name) ?? bundle(name);
  bundles.set(name, contents);
  const folder = resolve(App.of(scope).outdir, "lambda", name);
  mkdirSync(folder, { recursive: true });
  const file = join(folder, "index.mjs");
  writeFileSync(file, contents);
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
