import { Refusal } from "../cli/refusal";
import type { Repository } from "./repository";

/** Files that belong to the team. Those of the template are examples, and never reach a team's repository. */
const isTeams = (path: string) =>
  path.startsWith("environments/") || /^__tests__\/golden\/[^/]+\.json$/.test(path);

/** Whether a merge was begun and not committed yet. */
export const isMerging = (repository: Repository): boolean =>
  repository.succeeds("rev-parse", "--quiet", "--verify", "MERGE_HEAD");

/** Merges a version on a branch of its own, without a commit. The team's own files stay as they are. */
export function merge(repository: Repository, version: string): void {
  const branch = `upgrade-${version}`;
  if (repository.git("branch", "--show-current") !== branch) {
    repository.git("switch", "--quiet", "--create", branch);
  }
  // It ends with 1 if files conflict. `requireResolved` looks at them.
  repository.succeeds("merge", "--no-ff", "--no-commit", version);
  if (!isMerging(repository)) {
    throw new Refusal(`git cannot merge ${version}.\nFix: Run \`git merge ${version}\` to see why.`);
  }
  const theirs = repository.lines("ls-files").filter(isTeams);
  const ours = repository.lines("ls-tree", "-r", "--name-only", "HEAD").filter(isTeams);
  if (theirs.length > 0) repository.git("rm", "--quiet", "--force", "--", ...new Set(theirs));
  if (ours.length > 0) repository.git("checkout", "--quiet", "HEAD", "--", ...ours);
}

/** @throws Refusal that lists the files that conflict */
export function requireResolved(repository: Repository): void {
  const unmerged = repository.lines("diff", "--name-only", "--diff-filter=U");
  if (unmerged.length === 0) return;
  throw new Refusal(
    [
      "These files were changed both here and in the new version:",
      ...unmerged.map((path) => `  ${path}`),
      "Fix: Edit and `git add` them, then run `npm run upgrade` again. To give up: `git merge --abort`.",
    ].join("\n"),
  );
}
