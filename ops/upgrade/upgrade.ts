import { spawnSync } from "node:child_process";
import { Failure } from "../cli/outcome";
import { newFields } from "./fields";
import { isMerging, merge, requireResolved } from "./merge";
import { Repository } from "./repository";
import { newsSince, versionAt, versionToMerge } from "./versions";

const CHECKS: readonly (readonly [string, ...string[]])[] = [
  ["npm", "run", "--silent", "golden"],
  ["npm", "run", "--silent", "types"],
  ["npm", "run", "--silent", "synth"],
  ["npm", "test", "--silent"],
];

/**
 * Merges a newer version of the template into a team's repository, on a branch of its own: rewrites the golden files of the
 * team's environments, checks types, synth and tests, and reports what is new. After a conflict or a failed check, running it
 * again continues.
 *
 * @param wanted a tag, e.g. `v0.2.0`. Default: the newest
 * @throws Refusal if the repository is not ready, or if files conflict
 * @throws Failure if a check fails. The merge stays, uncommitted.
 */
export function upgrade(folder: string, wanted: string | undefined, print: (text: string) => void): void {
  const repository = new Repository(folder);
  if (!isMerging(repository)) {
    repository.requireClean();
    const version = versionToMerge(repository, wanted);
    if (repository.succeeds("merge-base", "--is-ancestor", version, "HEAD")) {
      print(`${version} is merged already.`);
      return;
    }
    print(`==> Merging ${version} on the branch upgrade-${version}`);
    merge(repository, version);
  }
  requireResolved(repository);

  const before = versionAt(repository, "HEAD");
  const after = versionAt(repository, "MERGE_HEAD");
  const packages = ["package.json", "package-lock.json"];
  if (!repository.succeeds("diff", "--quiet", "HEAD", "MERGE_HEAD", "--", ...packages)) run("npm", "ci");
  for (const check of CHECKS) run(...check);
  repository.git("add", "--all");
  repository.git("commit", "--quiet", "--message", `Upgrade laravel-ecs from ${before} to ${after}`);

  print(`\n==> New in ${after}\n\n${newsSince(repository.file("HEAD", "CHANGELOG.md"), before)}`);
  const fields = newFields(repository, "HEAD^1", "HEAD");
  print(`\n==> New fields of an environment\n\n${fields.length > 0 ? fields.join("\n") : "none"}`);
  print("\n==> What changes in the stacks");
  run("npm", "run", "--silent", "ops", "--", "review", "--since", "HEAD^1", "--accept-data-loss");
  print(
    "\nNext: Push this branch and open a pull request. Its plan shows what would change in AWS.\n" +
      `  git push --set-upstream origin upgrade-v${after}`,
  );

  function run(...[program, ...args]: readonly [string, ...string[]]): void {
    const line = [program, ...args].join(" ");
    print(`==> ${line}`);
    const { status } = spawnSync(program, args, { cwd: folder, stdio: "inherit" });
    if (status !== 0) {
      throw new Failure(
        `\`${line}\` failed.\nFix: Correct it, then run \`npm run upgrade\` again. To give up: \`git merge --abort\`.`,
      );
    }
  }
}
