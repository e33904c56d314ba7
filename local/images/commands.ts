import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { isAlive } from "../../ops/terraform/process-group";
import { ROOT } from "../project";

/** Runs a command and returns its standard output. An exit code other than 0 is an error with its standard error. */
export const run = (command: string, ...args: string[]): string =>
  execFileSync(command, args, {
    ...{ encoding: "utf8", maxBuffer: 2 ** 28, env: process.env },
    stdio: ["ignore", "pipe", "pipe"],
  });

/**
 * Creates `path` with `make`, unless it exists. An incomplete one is never kept. Several processes can do this at the same time: each
 * makes its own, and the first one that is complete is used by all.
 */
export function once(path: string, make: (unfinished: string) => void): string {
  if (existsSync(path)) return path;
  removeUnfinished(path);
  const unfinished = `${path}.${process.pid}.unfinished`;
  make(unfinished);
  try {
    renameSync(unfinished, path);
  } catch (error) {
    if (!existsSync(path)) throw error;
    rmSync(unfinished, { recursive: true });
  }
  return path;
}

/** Removes what processes that were killed have left. */
function removeUnfinished(path: string): void {
  const folder = dirname(path);
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) {
    const [, made, pid] = /^(.+)\.(\d+)\.unfinished$/.exec(name) ?? [];
    if (made !== basename(path) || (Number(pid) !== process.pid && isAlive(Number(pid)))) continue;
    rmSync(join(folder, name), { recursive: true, force: true });
  }
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
