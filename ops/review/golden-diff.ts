import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Bodies } from "./bodies";
import type { Change } from "./change";
import type { Values } from "./values";

type Written = ReadonlyMap<string, Values>;

/** The diff of each changed resource, as git prints it. */
export function diffsOf(changes: readonly Change[], before: Written, after: Written): Bodies {
  const folder = mkdtempSync(join(tmpdir(), "ops-review-"));
  try {
    for (const side of ["a", "b"]) mkdirSync(join(folder, side));
    changes.forEach(({ address, movedFrom }, number) => {
      const [was, is] = [before.get(movedFrom ?? address), after.get(address)];
      if (was) writeFileSync(join(folder, "a", `${number}`), pretty(was));
      if (is) writeFileSync(join(folder, "b", `${number}`), pretty(is));
    });
    const diff = git(folder, "diff", "--no-index", "--no-color", "--no-ext-diff", "--unified=3", "a", "b");
    const pieces = diff.split(/^diff --git /m).slice(1);
    return new Map(
      pieces.flatMap((piece) => {
        const address = changes[Number(/^\S+\/(\d+) /.exec(piece)?.[1])]?.address;
        return address === undefined ? [] : [[address, piece.slice(piece.indexOf("\n@@") + 1).trimEnd()]];
      }),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const pretty = (values: Values) => `${JSON.stringify(values, undefined, 2)}\n`;

/** `git diff` exits with 1 when there is a difference. */
function git(cwd: string, ...args: string[]): string {
  const { stdout, status, error } = spawnSync("git", args, { cwd, encoding: "utf8", maxBuffer: 2 ** 30 });
  if (error || (status !== 0 && status !== 1))
    throw error ?? new Error(`git ${args[0]} ended with ${status}`);
  return stdout;
}
