import { resolveEnvironments } from "../../config/resolve-environments";
import { change } from "../config/change";
import { DRILL } from "../../facts/drill";
import { ENVIRONMENTS } from "../environments/environments";
import { ACCEPTED_LABEL } from "../../ops/review/comment";
import { admits, trustOf } from "../helpers/iam";
import { synthesize, synthesizeEnvironment } from "../helpers/stacks";
import { production } from "../environments/production";
import type { Job } from "./workflow";
import { JOBS, subjectOf, workflow } from "./workflow";

const { base } = synthesize({ database: { ...production.database, drill: true } });
const PLAN = "api-production-plan";
const DEPLOY = "api-production-deploy";
const DRILL_ROLE = "api-production-drill";
const INFRASTRUCTURE = "example/laravel-ecs";
const LARAVEL = "example/api";
const MAIN = "refs/heads/main";

const job = (name: string, id: string): Job => workflow(name).jobs[id]!;

/** The production roles that a job with this token may assume. */
const rolesOf = (sub: string) =>
  [PLAN, DEPLOY, DRILL_ROLE].filter((role) =>
    admits(trustOf(base, role), role, { sub, aud: "sts.amazonaws.com" }),
  );

describe("the token of", () => {
  it("the plan of a pull request can assume the plan role", () => {
    const { on, jobs } = workflow("plan");

    expect(Object.keys(on)).toEqual(["pull_request"]);
    expect(rolesOf(subjectOf(jobs.review!, INFRASTRUCTURE, { name: "pull_request" }))).toEqual([PLAN]);
  });

  it("a drill can assume the drill role, on main, and waits no longer than its session", () => {
    const each = job("drill", "drill");
    const text = workflow("drill").text;

    expect(rolesOf(subjectOf(each, INFRASTRUCTURE, { name: "schedule", ref: MAIN }))).toContain(DRILL_ROLE);
    expect(
      rolesOf(subjectOf(each, INFRASTRUCTURE, { name: "workflow_dispatch", ref: "refs/heads/x" })),
    ).toEqual([]);
    expect(text).toContain(`--every ${DRILL.everyDays}\n`);
    expect(text).toContain(`role-duration-seconds: ${DRILL.sessionSeconds}\n`);
    expect(each["timeout-minutes"]! * 60).toBeLessThan(DRILL.sessionSeconds);
    const role = Object.values(base.resource.aws_iam_role!).find(({ name }) => name === DRILL_ROLE);
    expect(role).toMatchObject({ max_session_duration: DRILL.sessionSeconds });
  });

  it("drift detection can assume the plan role, on main", () => {
    const drift = job("drift", "plan");

    expect(rolesOf(subjectOf(drift, INFRASTRUCTURE, { name: "schedule", ref: MAIN }))).toContain(PLAN);
    expect(
      rolesOf(subjectOf(drift, INFRASTRUCTURE, { name: "workflow_dispatch", ref: "refs/heads/x" })),
    ).toEqual([]);
  });

  it("drift detection follows the name of the default branch", () => {
    const { base: onTrunk } = synthesizeEnvironment(change({ "ci.defaultBranch": "trunk" }));
    const subject = (branch: string) => `repo:example/shop-infrastructure:ref:refs/heads/${branch}`;
    const admitted = ["trunk", "main", "trunk2"].filter((branch) =>
      admits(trustOf(onTrunk, "shop-test-plan"), "shop-test-plan", {
        sub: subject(branch),
        aud: "sts.amazonaws.com",
      }),
    );
    expect(admitted).toEqual(["trunk"]);
  });

  it.each(["drill", "drift", "infrastructure"])(
    "%s runs on the default branch, whatever its name",
    (name) => {
      const [conditions] = Object.values(workflow(name).jobs).map((each) => each.if);
      expect(conditions).toContain("github.ref_name == github.event.repository.default_branch");
      expect(workflow(name).text).not.toContain("refs/heads/");
    },
  );

  it.each(["push", "schedule", "workflow_dispatch"])(
    "a deploy of the application opens the deploy role, of its environment only (%s)",
    (name) => {
      const deploy = job("application", "deploy");
      const subject = (environment: string) => subjectOf(deploy, LARAVEL, { name, ref: MAIN, environment });

      expect(rolesOf(subject("production"))).toEqual([DEPLOY]);
      expect(rolesOf(subject("staging"))).toEqual([]);
    },
  );

  it("a deployment of the infrastructure can assume neither: Terraform needs a role that this project does not create", () => {
    const deploy = job("infrastructure", "deploy");

    expect(
      rolesOf(subjectOf(deploy, INFRASTRUCTURE, { name: "push", ref: MAIN, environment: "production" })),
    ).toEqual([]);
  });

  it("no other job gets one", () => {
    const withToken = JOBS.flatMap(([name, { permissions }]) => (permissions?.["id-token"] ? [name] : []));

    expect(withToken).toEqual([
      ".github/workflows/application.yml: deploy",
      ".github/workflows/drift.yml: plan",
      ".github/workflows/drill.yml: drill",
      ".github/workflows/infrastructure.yml: deploy",
      ".github/workflows/plan.yml: review",
      "docker/laravel/.github/workflows/deploy.yml: production",
    ]);
  });
});

describe("a pull request from a fork", () => {
  const { on, jobs } = workflow("plan-fork");
  const steps = jobs["review-fork"]?.steps ?? [];

  it("is reviewed by the code of its target branch", () => {
    const checkouts = steps.filter(({ uses = "" }) => uses.startsWith("actions/checkout@"));

    expect(Object.keys(on)).toEqual(["pull_request_target"]);
    expect(checkouts.map((step) => step.with?.ref)).toEqual(["${{ github.event.pull_request.base.sha }}"]);
  });

  it("is only data: git fetches nothing of it, and its commit only names files to read, and what was reviewed", () => {
    const scripts = steps.map(({ run = "" }) => run).join("\n");
    const ofHead = steps.flatMap(({ env = {} }) =>
      Object.entries(env).filter(([, value]) => value.includes("head.")),
    );

    expect(scripts).not.toMatch(/\bgit\b|gh pr|npx cdktf/);
    expect(scripts.match(/\$\{?REVISION\b/g)).toHaveLength(1);
    expect(ofHead).toEqual(Array(2).fill(["REVISION", "${{ github.event.pull_request.head.sha }}"]));
  });

  it("is the only workflow that this event starts", () => {
    const others = JOBS.filter(([, , each]) => "pull_request_target" in each.on).map(([name]) => name);

    expect(others).toEqual([".github/workflows/plan-fork.yml: review-fork"]);
  });
});

describe("a deploy", () => {
  it.each([
    ["application", "deploy-${{ inputs.environment }}"],
    ["infrastructure", "infrastructure-${{ matrix.environment }}"],
  ])("waits for the one before it, which is never cancelled: %s", (name, group) => {
    expect(job(name, "deploy").concurrency).toEqual({ group, "cancel-in-progress": false });
  });

  it("runs in the GitHub environment that the environments name", () => {
    expect(job("application", "deploy").environment).toBe("${{ inputs.environment }}");
    for (const { environment, ci } of resolveEnvironments(ENVIRONMENTS)) {
      expect(ci).toMatchObject({ deployEnvironment: environment });
    }
  });
});

describe("a plan that loses data", () => {
  it.each([
    ["plan", "review"],
    ["plan-fork", "review-fork"],
  ])("fails the check, except in the run that adding the label starts: %s", (name, id) => {
    const [review] = job(name, id).steps!.filter(({ env }) => env?.ACCEPTED !== undefined);

    expect(review?.env?.ACCEPTED).toBe(
      `\${{ github.event.action == 'labeled' && github.event.label.name == '${ACCEPTED_LABEL}' && '--accept-data-loss' || '' }}`,
    );
    expect(workflow(name).on).toMatchObject({
      [name === "plan" ? "pull_request" : "pull_request_target"]: {
        types: expect.arrayContaining(["synchronize", "labeled", "unlabeled"]) as unknown,
      },
    });
  });
});
