import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isMerging, merge, requireResolved } from "../../../ops/upgrade/merge";
import { Repositories } from "./repositories";

let repositories: Repositories;
const read = (path: string) => readFileSync(join(repositories.team.folder, path), "utf8");

beforeEach(() => {
  repositories = new Repositories();
  repositories.commit(repositories.team, "0.1.0", {
    "environments/production.ts": "ours\n",
    "environments/staging.ts": undefined,
    "environments/live.ts": "ours, too\n",
    "__tests__/golden/production-base.tf.json": "ours\n",
  });
  repositories.team.git("fetch", "--quiet", "--tags", "template");
});
afterEach(() => repositories.remove());

describe("merging a version", () => {
  it("takes the template's files, on a branch of its own and without a commit", () => {
    merge(repositories.team, "v0.2.0");

    requireResolved(repositories.team);
    expect(isMerging(repositories.team)).toBe(true);
    expect(repositories.team.git("branch", "--show-current")).toBe("upgrade-v0.2.0");
    expect(read("main.ts")).toBe("second\n");
    expect(read("__tests__/golden/fixtures/grown-base.diff")).toBe("a fixture\n");
  });

  it("keeps the environments and golden files of the team, and adds none of the examples", () => {
    merge(repositories.team, "v0.2.0");

    expect(read("environments/production.ts")).toBe("ours\n");
    expect(read("environments/live.ts")).toBe("ours, too\n");
    expect(read("__tests__/golden/production-base.tf.json")).toBe("ours\n");
    for (const example of ["staging", "preview"]) {
      expect(existsSync(join(repositories.team.folder, `environments/${example}.ts`))).toBe(false);
    }
  });

  it("lists the files that both changed, and goes on when they are resolved", () => {
    repositories.commit(repositories.team, "0.1.0", { "main.ts": "our own\n" });
    merge(repositories.team, "v0.2.0");

    expect(() => requireResolved(repositories.team)).toThrow(
      "These files were changed both here and in the new version:\n" +
        "  main.ts\n" +
        "Fix: Edit and `git add` them, then run `npm run upgrade` again. To give up: `git merge --abort`.",
    );

    writeFileSync(join(repositories.team.folder, "main.ts"), "both\n");
    repositories.team.git("add", "main.ts");
    requireResolved(repositories.team);
    expect(isMerging(repositories.team)).toBe(true);
  });

  it("can be begun again after `git merge --abort`", () => {
    merge(repositories.team, "v0.2.0");
    repositories.team.git("merge", "--abort");

    merge(repositories.team, "v0.2.0");
    expect(isMerging(repositories.team)).toBe(true);
  });
});
