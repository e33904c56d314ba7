import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";

const MOUNTS = "/proc/mounts";

/** Removes what a build that was killed has left: the mounts of buildah below `work`, and its copies of repositories. */
export function cleanUpBuilds(work: string): void {
  if (!existsSync(work) || isBuilding(work)) return;
  const mounts = existsSync(MOUNTS) ? readFileSync(MOUNTS, "utf8").split("\n") : [];
  const targets = mounts
    .map((line) => line.split(" ")[1] ?? "")
    .filter((path) => path.startsWith(`${work}/`));
  // The last mount first: it may be below another one.
  for (const path of targets.reverse()) spawnSync("umount", ["--lazy", path]);
  for (const name of readdirSync(work)) {
    if (name.startsWith("context-")) rmSync(join(work, name), { recursive: true });
  }
}

/** Whether a process of buildah uses the storage, e.g. the image tests. */
function isBuilding(work: string): boolean {
  return readdirSync("/proc").some((pid) => {
    try {
      const command = readFileSync(`/proc/${pid}/cmdline`, "utf8");
      return command.includes("buildah") && command.includes(work);
    } catch {
      return false; // Not a process, or one that has ended.
    }
  });
}
