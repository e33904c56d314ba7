import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const ROOT = join(__dirname, "../..");

/** The oldest version from which an upgrade leads to this one, and its commit. */
const OLDEST = { version: "0.1.0", commit: "0cc9a8695bcce94c62b916d94aa86e353f787f72" };

/**
 * The repository that a team clones, with two versions: the oldest supported one, and the files on disk.
 *
 * A repository without the template's history (a shallow clone, or GitHub's "Use this template") lacks the oldest one. There it
 * has the files on disk, too.
 */
export class Template {
  public readonly folder = mkdtempSync(join(tmpdir(), "template-"));
  public readonly oldest = `v${OLDEST.version}`;
  public readonly newest: string;
  private readonly env = { ...process.env, GIT_INDEX_FILE: join(this.folder, "index-of-files-on-disk") };

  constructor() {
    const manifest = readFileSync(join(ROOT, "package.json"), "utf8");
    const { version } = JSON.parse(manifest) as { version: string };
    this.newest = `v${version}`;

    this.git("init", "--quiet", "--bare", "--initial-branch=main", this.folder);
    this.git("read-tree", "HEAD");
    // Also what is not committed yet. The repository has another index, which stays as it is.
    this.git("add", "--all");
    const current = this.git("write-tree");

    let oldest: string = OLDEST.commit;
    if (spawnSync("git", ["merge-base", "--is-ancestor", oldest, "HEAD"], { cwd: ROOT }).status !== 0) {
      const older = this.git("hash-object", "-w", "--stdin", {
        input: manifest.replace(version, OLDEST.version),
      });
      this.git("update-index", "--cacheinfo", `100644,${older},package.json`);
      oldest = this.commit(this.git("write-tree"));
    }
    const newest = this.commit(current, oldest);
    const refs = [`${oldest}:refs/tags/${this.oldest}`, `${newest}:refs/tags/${this.newest}`];
    this.git("push", "--quiet", this.folder, ...refs, `${newest}:refs/heads/main`);
  }

  public remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private commit(tree: string, ...parents: string[]): string {
    const author = ["-c", "user.name=Template", "-c", "user.email=template@example.com"];
    return this.git(
      ...author,
      "commit-tree",
      tree,
      ...parents.flatMap((each) => ["-p", each]),
      "-m",
      "A version",
    );
  }

  private git(...given: (string | { readonly input: string })[]): string {
    const args = given.filter((each) => typeof each === "string");
    const [options] = given.filter((each) => typeof each !== "string");
    return execFileSync("git", args, { cwd: ROOT, encoding: "utf8", env: this.env, ...options }).trim();
  }
}
