import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { ROOT } from "../project";

/** Runs a command and returns its standard output. An exit code other than 0 is an error with its standard error. */
export const run = (command: string, ...args: string[]): string =>
  execFileSync(command, args, { encoding: "utf8", maxBuffer: 2 ** 28, stdio: ["ignore", "pipe", "pipe"] });

/** Creates `path` with `make`, unless it exists. An incomplete one is never kept. */
export function once(path: string, make: (unfinished: string) => void): string {
  if (!existsSync(path)) {
    const unfinished = `${path}.unfinished`;
    rmSync(unfinished, { recursive: true, force: true });
    make(unfinished);
    renameSync(unfinished, path);
  }
  return path;
}

/** The hash of files, and of texts beside them. */
export function hashOf(paths: string[], ...texts: string[]): string {
  const hash = createHash("sha256").update(texts.join("\0"));
  for (const file of paths.flatMap(filesBelow)) hash.update(relative(ROOT, file)).update(readFileSync(file));
  return hash.digest("hex").slice(0, 16);
}

function filesBelow(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .sort()
    .flatMap((name) => filesBelow(join(path, name)));
}
