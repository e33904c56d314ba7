import { existsSync, lstatSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Refusal } from "../../cli/refusal";

/** Below `docker/`, where they wait for the root of the Laravel repository. */
const OF_THE_ROOT = "laravel";

/** Files that belong to the Laravel repository once it has them: its packages, and its own workflow. */
const KEPT = new Set(["docker/packages.txt", ".github/workflows/deploy.yml"]);

/** A file that a Laravel repository needs for its images. */
export interface ImageFile {
  /** Where it is in this project. */
  readonly source: string;

  /** Where it belongs, relative to the Laravel repository. */
  readonly path: string;
  readonly text: string;

  /** What the Laravel repository has there; undefined if nothing. */
  readonly existing: string | undefined;
  readonly state: "new" | "changed" | "same" | "kept";
}

/**
 * The files of `docker/`, as they are and as they would be in a Laravel repository.
 *
 * @throws Refusal where the repository has a link or a folder in their place: a link may lead out of it
 */
export function imageFiles(project: string, application: string): ImageFile[] {
  const folder = join(project, "docker");
  const sources = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((source) => {
      const name = source.slice(folder.length + 1);
      const path = name.startsWith(`${OF_THE_ROOT}/`) ? name.slice(OF_THE_ROOT.length + 1) : `docker/${name}`;
      return { source, path };
    });
  requireFree(
    application,
    sources.map(({ path }) => path),
  );
  return sources.map(({ source, path }) => {
    const text = readFileSync(source, "utf8");
    const target = join(application, path);
    const existing = existsSync(target) ? readFileSync(target, "utf8") : undefined;
    return { source, path, text, existing, state: stateOf(path, text, existing) };
  });
}

/** @throws Refusal that names everything that is not a file where a file belongs, or not a folder where one does */
function requireFree(application: string, paths: readonly string[]): void {
  const parts = paths.flatMap((path) => {
    const names = path.split("/");
    return names.map((_, index) => ({
      part: names.slice(0, index + 1).join("/"),
      isFile: names.length === index + 1,
    }));
  });
  const kinds = parts.map(({ part, isFile }) => {
    const found = lstatSync(join(application, part), { throwIfNoEntry: false });
    const isFree = !found || (isFile ? found.isFile() : found.isDirectory());
    return isFree
      ? ""
      : `${part} is ${found.isSymbolicLink() ? "a link" : `not a ${isFile ? "file" : "folder"}`}.`;
  });
  const problems = [...new Set(kinds)].filter((problem) => problem !== "");
  if (problems.length === 0) return;
  throw new Refusal(
    `${problems.join("\n")}\nFix: Remove it, or replace a link by what it leads to. Nothing was changed.`,
  );
}

function stateOf(path: string, text: string, existing: string | undefined): ImageFile["state"] {
  if (existing === undefined) return "new";
  if (existing === text) return "same";
  return KEPT.has(path) ? "kept" : "changed";
}

/** Files of `docker/` in a Laravel repository that this version does not have: its own, or those of an older version. */
export function otherFiles(application: string, files: readonly ImageFile[]): string[] {
  const ours = new Set(files.map(({ path }) => path));
  return ["docker/app", "docker/nginx"].flatMap((folder) => {
    const absolute = join(application, folder);
    if (!existsSync(absolute)) return [];
    return readdirSync(absolute, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(application.length + 1))
      .filter((path) => !ours.has(path))
      .sort();
  });
}
