import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../../local/project";
import { JOBS, WORKFLOWS } from "./workflow";

const PINNED = /^[\w.-]+\/[\w.-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/;

const WORKFLOWS_GUIDE = readFileSync(join(ROOT, "docs/workflows.md"), "utf8");

describe("the workflows", () => {
  it.each(WORKFLOWS.map(({ path, text }) => [path, text]))(
    "use others' actions by their commit, and say which release that is: %s",
    (_, text) => {
      const used = [...text.matchAll(/uses: +(.+)$/gm)].map(([, action = ""]) => action);

      expect(
        used.filter((action) => !PINNED.test(action) && !action.startsWith("example/laravel-ecs/")),
      ).toEqual([]);
    },
  );

  it("use one release of each action", () => {
    const releases = new Map<string, Set<string>>();
    for (const { text } of WORKFLOWS) {
      for (const [, action = "", release = ""] of text.matchAll(/uses: +([^@\s]+)@(.+)$/gm)) {
        releases.set(action, (releases.get(action) ?? new Set()).add(release));
      }
    }

    expect([...releases].filter(([, each]) => each.size > 1)).toEqual([]);
  });

  it.each(JOBS)("put no expression into a script, where its value would be code: %s", (_, { steps = [] }) => {
    expect(steps.flatMap(({ run = "" }) => run.match(/\$\{\{.*?\}\}/g) ?? [])).toEqual([]);
  });

  it.each(JOBS)("store no token in a checkout: %s", (_, { steps = [] }) => {
    const checkouts = steps.filter(({ uses = "" }) => uses.startsWith("actions/checkout@"));

    expect(checkouts.filter((step) => step.with?.["persist-credentials"] !== false)).toEqual([]);
  });

  it.each(JOBS)("have a timeout: %s", (name, { uses, "timeout-minutes": minutes }) => {
    // RDS restores about 100 GiB an hour. A called workflow has its own.
    const limit = name === ".github/workflows/drill.yml: drill" ? 230 : 90;
    if (uses === undefined) expect(minutes).toBeLessThanOrEqual(limit);
  });

  it("report a check of its own name on a pull request, which the guide requires", () => {
    const checks = JOBS.filter(([, , { on }]) => "pull_request" in on || "pull_request_target" in on)
      .map(([name]) => name.split(": ")[1] ?? "")
      .sort();
    const [, required = ""] = /require the checks (.+?), and/s.exec(WORKFLOWS_GUIDE) ?? [];

    expect(checks).toEqual([...new Set(checks)]);
    expect([...required.matchAll(/`([\w-]+)`/g)].map(([, name]) => name).sort()).toEqual(checks);
  });

  it("have only the permissions that a job names", () => {
    for (const { permissions } of WORKFLOWS) expect(permissions).toEqual({});

    expect(Object.fromEntries(JOBS.map(([name, { permissions }]) => [name, permissions]))).toEqual({
      ".github/workflows/application.yml: deploy": { contents: "read", "id-token": "write" },
      ".github/workflows/ci.yml: test": { contents: "read" },
      ".github/workflows/drill.yml: drill": { contents: "read", "id-token": "write" },
      ".github/workflows/drill.yml: environments": { contents: "read" },
      ".github/workflows/drift.yml: plan": { contents: "read", "id-token": "write", issues: "write" },
      ".github/workflows/infrastructure.yml: deploy": { contents: "read", "id-token": "write" },
      ".github/workflows/plan-fork.yml: review-fork": { contents: "read", "pull-requests": "write" },
      ".github/workflows/plan.yml: review": {
        contents: "read",
        "id-token": "write",
        "pull-requests": "write",
      },
      "docker/laravel/.github/workflows/deploy.yml: production": { contents: "read", "id-token": "write" },
    });
  });
});
