import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { newsSince, versionAt, versionToMerge } from "../../../ops/upgrade/versions";
import { Repositories } from "./repositories";

describe("the version to merge", () => {
  const repositories = new Repositories();
  const { team } = repositories;
  afterAll(() => repositories.remove());

  it("is the newest, or the given one", () => {
    expect(versionToMerge(team, undefined)).toBe("v0.2.0");
    expect(versionToMerge(team, "v0.1.0")).toBe("v0.1.0");
    expect(versionAt(team, "v0.1.0")).toBe("0.1.0");
  });

  it("must exist", () => {
    expect(() => versionToMerge(team, "0.3")).toThrow(
      'The version "0.3" does not exist. Nothing was changed.\n' +
        "Allowed: v0.2.0, v0.1.0.\n" +
        "Fix: Name one of them, or none for the newest.",
    );
  });

  it("needs the remote of the template", () => {
    expect(() => versionToMerge(repositories.template, undefined)).toThrow(
      "This repository has no git remote named template. Nothing was changed.\n" +
        "Fix: git remote add template <URL of the laravel-ecs repository>",
    );
  });

  it("needs a repository where everything is committed", () => {
    team.requireClean();
    for (const file of ["package.json", "draft.ts"]) writeFileSync(join(team.folder, file), "");
    expect(() => team.requireClean()).toThrow(
      "Not everything is committed: package.json, draft.ts. Nothing was changed.\n" +
        "Fix: Commit it, or `git stash --include-untracked`.",
    );
  });
});

describe("the news since a version", () => {
  const changelog =
    "# Changelog\n\nIntroduction.\n\n## 0.3.0 (a day)\n\n- c\n\n## 0.2.0 (a day)\n\n- b\n\n## 0.1.0 (a day)\n\n- a\n";

  it("are the sections above it", () => {
    expect(newsSince(changelog, "0.1.0")).toBe("## 0.3.0 (a day)\n\n- c\n\n## 0.2.0 (a day)\n\n- b");
    expect(newsSince(changelog, "0.3.0")).toBe("");
  });

  it("are all sections for a version that it does not know", () => {
    expect(newsSince(changelog, "0.0.9")).toContain("## 0.1.0");
  });
});
