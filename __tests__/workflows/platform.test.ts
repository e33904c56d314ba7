import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../../local/project";
import type { Job } from "./workflow";
import { JOBS } from "./workflow";

const read = (file: string) => readFileSync(join(ROOT, file), "utf8");

const PLANS = "npx tsx ops/ci/main.ts plan";
const DEPLOYS = "npm run apply";
const CHECKS_LOCK = "npm run --silent lock -- --check";

/** The missing protections of a job that could install a provider with an unknown hash. */
function unlocked({ steps = [], env }: Job): string[] {
  const first = (...commands: string[]) =>
    steps.findIndex(({ run = "" }) => commands.some((command) => run.includes(command)));
  const terraform = first(PLANS, DEPLOYS);
  if (terraform === -1) return [];
  const check = first(CHECKS_LOCK);
  return [
    ...(check === -1 || check > terraform ? [CHECKS_LOCK] : []),
    ...(first(DEPLOYS) !== -1 && env?.TF_CLI_ARGS_init !== "-lockfile=readonly" ? ["TF_CLI_ARGS_init"] : []),
  ];
}

describe("the runners of the workflows", () => {
  it("run the Node.js of .nvmrc, which package.json supports", () => {
    const { engines } = JSON.parse(read("package.json")) as { engines: { node: string } };
    const versions = JOBS.flatMap(([, { steps = [] }]) =>
      steps.filter(({ uses = "" }) => uses.startsWith("actions/setup-node@")),
    ).map((step) => step.with?.["node-version"]);

    expect(new Set(versions)).toEqual(new Set([Number(read(".nvmrc"))]));
    expect(engines.node).toBe("^20.9 || ^22.12 || >=24");
    expect(read(".nvmrc")).toBe("24\n");
  });

  it.each(JOBS)("install no provider whose hash is unknown: %s", (_, job) => {
    expect(unlocked(job)).toEqual([]);
  });

  it("would install one without the check, or with a lock file that can be changed", () => {
    const [deploy, plan, check] = [DEPLOYS, PLANS, CHECKS_LOCK].map((run) => ({ run }));
    const env = { TF_CLI_ARGS_init: "-lockfile=readonly" };

    expect(unlocked({ steps: [plan!] })).toEqual([CHECKS_LOCK]);
    expect(unlocked({ steps: [plan!, check!] })).toEqual([CHECKS_LOCK]);
    expect(unlocked({ steps: [check!, deploy!] })).toEqual(["TF_CLI_ARGS_init"]);
    expect(unlocked({ steps: [check!, deploy!], env })).toEqual([]);
  });

  it("start Terraform in these jobs", () => {
    const runs = JOBS.flatMap(([name, { steps = [] }]) =>
      steps.some(({ run = "" }) => run.includes(PLANS) || run.includes(DEPLOYS)) ? [name] : [],
    );

    expect(runs).toEqual([
      ".github/workflows/drift.yml: plan",
      ".github/workflows/infrastructure.yml: deploy",
      ".github/workflows/plan.yml: review",
    ]);
  });
});
