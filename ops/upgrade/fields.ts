import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Repository } from "./repository";

/** Runs in a folder with another version of the project, so it imports from there. */
const LIST_FIELDS = `
  import { environmentSchema } from "./config/schema/schema";
  import { pathsOf } from "./config/schema/tree";
  console.log(JSON.stringify(pathsOf(environmentSchema)));
`;

/** The fields of an environment that the second commit has and the first has not, e.g. `hosts.instanceType`. */
export function newFields(repository: Repository, before: string, after: string): string[] {
  const known = new Set(fieldsAt(repository, before));
  return fieldsAt(repository, after).filter((field) => !known.has(field));
}

function fieldsAt(repository: Repository, commit: string): string[] {
  const folder = mkdtempSync(join(tmpdir(), "fields-"));
  try {
    repository.git("worktree", "add", "--quiet", "--detach", "--force", folder, commit);
    symlinkSync(join(repository.folder, "node_modules"), join(folder, "node_modules"));
    const { status, stdout, stderr } = spawnSync("npx", ["tsx", "-e", LIST_FIELDS], {
      cwd: folder,
      encoding: "utf8",
    });
    if (status !== 0) throw new Error(`The fields of an environment cannot be listed:\n${stderr}`);
    return JSON.parse(stdout) as string[];
  } finally {
    rmSync(folder, { recursive: true, force: true });
    repository.git("worktree", "prune");
  }
}
