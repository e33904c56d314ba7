import { spawnSync } from "node:child_process";
import { Refusal } from "../cli/refusal";

/** Runs git in a folder. */
export class Repository {
  constructor(public readonly folder: string) {}

  /** What git prints. @throws Error with git's own message */
  public git(...args: readonly string[]): string {
    const { status, stdout, stderr, error } = this.run(args);
    if (status !== 0) throw error ?? new Error(`git ${args.join(" ")} failed:\n${stderr || stdout}`);
    return stdout.trim();
  }

  /** Whether git ends with 0. */
  public succeeds(...args: readonly string[]): boolean {
    return this.run(args).status === 0;
  }

  /** The lines that git prints, e.g. of paths. */
  public lines(...args: readonly string[]): string[] {
    return this.git(...args)
      .split("\n")
      .filter((line) => line !== "");
  }

  /** The text of a file in a commit, or "" if it has none. */
  public file(commit: string, path: string): string {
    return this.run(["show", `${commit}:${path}`]).stdout;
  }

  /** @throws Refusal unless everything is committed: a merge would mix with it */
  public requireClean(): void {
    // Not `git()`, which removes the space that a line can begin with.
    const changed = this.run(["status", "--porcelain"]).stdout.split("\n").filter(Boolean);
    if (changed.length === 0) return;
    throw new Refusal(
      `Not everything is committed: ${changed.map((line) => line.slice(3)).join(", ")}. Nothing was changed.\n` +
        "Fix: Commit it, or `git stash --include-untracked`.",
    );
  }

  private run(args: readonly string[]) {
    return spawnSync("git", args, { cwd: this.folder, encoding: "utf8", maxBuffer: 2 ** 28 });
  }
}
