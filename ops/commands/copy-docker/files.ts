import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

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

/** The files of `docker/`, as they are and as they would be in a Laravel repository. */
export function imageFiles(project: string, application: string): ImageFile[] {
  const folder = join(project, "docker");
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((source) => {
      const name = source.slice(folder.length + 1);
      const path = name.startsWith(`${OF_THE_ROOT}/`) ? name.slice(OF_THE_ROOT.length + 1) : `docker/${name}`;
      const text = readFileSync(source, "utf8");
      const target = join(application, path);
      const existing = existsSync(target) ? readFileSync(target, "utf8") : undefined;
      return { source, path, text, existing, state: stateOf(path, text, existing) };
    });
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
