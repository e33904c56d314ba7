import { NEW, OLD, putSettings, registerAsTerraform } from "../endpoint/account-of";
import * as scenes from "../endpoint/scenes";
import { Bundle, Stage } from "../endpoint/stage";
import { eventually } from "../../../local/processes";
import { facts } from "./facts";

jest.setTimeout(120_000);

const ROLLBACK = ["rollback", "production"];

describe("rollback", () => {
  let bundle: Bundle;
  let stage: Stage;
  beforeAll(async () => {
    bundle = await Bundle.make();
  });
  afterAll(() => bundle.remove());
  beforeEach(async () => {
    stage = await Stage.open(bundle);
  });
  afterEach(() => stage.close());

  const deploy = async () =>
    expect(await stage.ops(["deploy", "production", "--tag", NEW])).toMatchObject({ code: 0 });

  /** The images and the settings that the newest revision of each family has. */
  const contents = () =>
    ["web", "scheduler", "migrate"].map((workload) => {
      const { containerDefinitions = [] } = stage.world.revision(`api-production-${workload}`).definition;
      const app = containerDefinitions.find(({ environmentFiles }) => environmentFiles);
      return `${workload} ${app?.image?.split(":").at(-1)} ${app?.environmentFiles?.[0]?.value?.split("/").at(-1)}`;
    });

  it("returns to the last healthy release: web, scheduler and migration task, and says so", async () => {
    await deploy();
    const { code, stdout, stderr } = await stage.ops(ROLLBACK);

    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain(`production runs app ${OLD}, nginx ${OLD} again.`);
    expect(contents()).toEqual([
      `web ${OLD} first.env`,
      `scheduler ${OLD} first.env`,
      `migrate ${OLD} first.env`,
    ]);
    expect(facts(stage)).toEqual({
      parameters: [OLD, OLD],
      services: ["api-production-web:3", "api-production-scheduler:3"],
      newest: ["api-production-web:3", "api-production-scheduler:3", "api-production-migrate:3"],
      locked: false,
    });
  });

  it("migrates nothing", async () => {
    await deploy();
    const before = stage.aws.calls.length;
    await stage.ops(ROLLBACK);

    expect(stage.aws.actions.slice(before)).not.toContain("ecs:RunTask");
  });

  it("takes the settings back too, and says that git has others", async () => {
    putSettings(stage.world, stage.environment, "second");
    for (const workload of ["web", "scheduler", "migrate"] as const) {
      registerAsTerraform(stage.world, stage.environment, workload, "second");
    }
    await deploy();
    const { code, stderr } = await stage.ops(ROLLBACK);

    expect(code).toBe(0);
    expect(contents()).toEqual([
      `web ${OLD} first.env`,
      `scheduler ${OLD} first.env`,
      `migrate ${OLD} first.env`,
    ]);
    expect(stderr).toMatch(
      /The settings were rolled back too \(.*first\.env\)[^]*Revert the settings in git as well/,
    );
  });

  it.each([
    ["a tag", OLD],
    ["a revision", "api-production-web:1"],
  ])("returns to %s", async (_, to) => {
    await deploy();

    expect(await stage.ops([...ROLLBACK, "--to", to])).toMatchObject({ code: 0 });
    expect(facts(stage).parameters).toEqual([OLD, OLD]);
  });

  it.each([
    [
      "a tag that never was healthy",
      "9999999",
      /No release with the app image 9999999 was healthy[^]*5d6e7f8, 1a2b3c4/,
    ],
    [
      "a revision that is not there",
      "api-production-web:9",
      /There is no active revision api-production-web:9/,
    ],
    [
      "another family's revision",
      "api-production-migrate:1",
      /There is no active revision api-production-migrate:1/,
    ],
  ])("refuses %s", async (_, to, reason) => {
    await deploy();
    const { code, stderr } = await stage.ops([...ROLLBACK, "--to", to]);

    expect(code).toBe(2);
    expect(stderr).toMatch(reason);
    expect(facts(stage).parameters).toEqual([NEW, NEW]);
  });

  it("says so when there is nothing to return to", async () => {
    const { code, stderr } = await stage.ops(ROLLBACK);

    expect(code).toBe(2);
    expect(stderr).toContain("There is no earlier release to return to");
  });

  it("names the migrations that lie between, which stay", async () => {
    stage.world.runs.push({ exitCode: 0, log: ["  2026_11_01_000000_drop_names .... 12ms DONE"] });
    await deploy();
    const { code, stderr, stdout } = await stage.ops([...ROLLBACK, "--json"]);

    expect(code).toBe(0);
    expect(stderr).toMatch(
      /These migrations ran since api-production-web:1, and the rollback does not revert them:\n {2}2026_11_01_000000_drop_names/,
    );
    expect(JSON.parse(stdout)).toMatchObject({
      outcome: "rolled-back",
      migrations: ["2026_11_01_000000_drop_names"],
    });
  });

  it("that fails itself leaves what ran", async () => {
    await deploy();
    stage.world.next("web", scenes.crashes);
    const { code, stderr } = await stage.ops(ROLLBACK);

    expect(code).toBe(1);
    expect(stderr).toContain("web: running api-production-web:2 again.");
    expect(facts(stage)).toMatchObject({
      parameters: [NEW, NEW],
      newest: expect.arrayContaining(["api-production-web:2"]) as string[],
    });
  });

  it("aborts a deploy that is in progress, which reverts its own changes", async () => {
    stage.world.next("web", scenes.hangs);
    const deploying = stage.start(["deploy", "production", "--tag", NEW, "--timeout", "600"]);
    await eventually(() => stage.aws.actions.includes("ecs:UpdateService"), 30);
    const { code, stdout } = await stage.ops([...ROLLBACK, "--json"]);

    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      outcome: "aborted",
      aborted: ["web"],
      tags: { app: OLD, nginx: OLD },
    });
    const deployed = await deploying.ended;
    expect(deployed.code).toBe(1);
    expect(deployed.stderr).toMatch(
      /web: the deployment was rolled back by ECS: (Stopped by )?StopServiceDeployment/,
    );
    expect(facts(stage)).toEqual({
      parameters: [OLD, OLD],
      services: ["api-production-web:1", "api-production-scheduler:1"],
      newest: ["api-production-web:1", "api-production-scheduler:1", "api-production-migrate:1"],
      locked: false,
    });
  });

  it("of a deploy that was killed in the middle returns to what the parameters say", async () => {
    stage.world.next("web", scenes.hangs);
    const deploying = stage.start(["deploy", "production", "--tag", NEW, "--timeout", "600"]);
    await eventually(() => stage.aws.actions.includes("ecs:UpdateService"), 30);
    deploying.kill("SIGKILL");
    const { code, stdout } = await stage.ops(ROLLBACK);

    expect(code).toBe(0);
    expect(stdout).toMatch(/Taking over from The deploy of 5d6e7f8 by [^]*which was killed/);
    expect(contents()[0]).toBe(`web ${OLD} first.env`);
    expect(facts(stage)).toMatchObject({ parameters: [OLD, OLD], locked: false });
  });
});

describe("Ctrl-C", () => {
  let bundle: Bundle;
  beforeAll(async () => {
    bundle = await Bundle.make();
  });
  afterAll(() => bundle.remove());

  it("puts back what was changed, ends with 130, and says what is going on still", async () => {
    const stage = await Stage.open(bundle);
    try {
      stage.world.next("web", scenes.hangs);
      const deploying = stage.start(["deploy", "production", "--tag", NEW, "--timeout", "600"]);
      await eventually(() => stage.aws.actions.includes("ecs:UpdateService"), 30);
      deploying.kill("SIGINT");
      const { code, stderr } = await deploying.ended;

      expect(code).toBe(130);
      expect(stderr).toContain("web: returning to api-production-web:1. ECS completes this on its own.");
      expect(facts(stage)).toEqual({
        parameters: [OLD, OLD],
        services: ["api-production-web:1", "api-production-scheduler:1"],
        newest: ["api-production-web:1", "api-production-scheduler:1", "api-production-migrate:1"],
        locked: false,
      });
    } finally {
      await stage.close();
    }
  });
});

describe("Ctrl-C in a migration", () => {
  let bundle: Bundle;
  beforeAll(async () => {
    bundle = await Bundle.make();
  });
  afterAll(() => bundle.remove());

  it("leaves it to come to its end, and says so; nothing is rolled", async () => {
    const stage = await Stage.open(bundle);
    try {
      stage.world.runs.push({ exitCode: 0, log: ["  2026_11_01_000000_add_index .... RUNNING"], looks: 1e6 });
      const deploying = stage.start(["deploy", "production", "--tag", NEW]);
      await eventually(() => stage.aws.actions.includes("ecs:RunTask"), 30);
      deploying.kill("SIGINT");
      const { code, stderr } = await deploying.ended;

      expect(code).toBe(130);
      expect(stderr).toMatch(/The migration keeps running until it ends \(task 0+1\)/);
      expect(stage.aws.actions).not.toContain("ecs:StopTask");
      expect(facts(stage)).toMatchObject({
        parameters: [OLD, OLD],
        newest: expect.arrayContaining(["api-production-migrate:1"]) as string[],
      });
    } finally {
      await stage.close();
    }
  });
});

describe("two deploys at once", () => {
  let bundle: Bundle;
  beforeAll(async () => {
    bundle = await Bundle.make();
  });
  afterAll(() => bundle.remove());

  it("are never interleaved: the second is refused while the first is alive", async () => {
    const stage = await Stage.open(bundle);
    try {
      stage.world.next("web", scenes.hangs);
      const first = stage.start(["deploy", "production", "--tag", NEW, "--timeout", "600"]);
      await eventually(() => stage.aws.actions.includes("ecs:UpdateService"), 30);
      const { code, stderr } = await stage.ops(["deploy", "production", "--tag", OLD]);

      expect(code).toBe(2);
      expect(stderr).toMatch(
        /The deploy of 5d6e7f8 by \S+ \(since [^)]+\) is in progress on production\.\nFix: Wait/,
      );
      first.kill("SIGINT");
      await first.ended;
    } finally {
      await stage.close();
    }
  });
});
