import { NEW, OLD } from "../stage/account";
import * as behaviours from "../stage/behaviours";
import type { Stage } from "../stage/stage";
import { useStage } from "../stage/use-stage";
import { facts, newest } from "./facts";

jest.setTimeout(120_000);

const ROLLBACK = ["rollback", "production"];

let stage: Stage;
useStage((opened) => (stage = opened));

describe("rollback", () => {
  const deploy = async () =>
    expect(await stage.ops(["deploy", "production", "--tag", NEW])).toMatchObject({ code: 0 });

  /** The images and the settings that the newest revision of each family has. */
  const contents = () =>
    Promise.all(
      (["web", "scheduler", "migrate"] as const).map(async (workload) => {
        const { containerDefinitions = [] } = await newest(stage, workload);
        const app = containerDefinitions.find(({ environmentFiles }) => environmentFiles?.length);
        return `${workload} ${app?.image?.split(":").at(-1)} ${app?.environmentFiles?.[0]?.value?.split("/").at(-1)}`;
      }),
    );

  it("returns to the last healthy release: web, scheduler and migration task, and says so", async () => {
    await deploy();
    const { code, stdout, stderr } = await stage.ops(ROLLBACK);

    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain(`production runs app ${OLD}, nginx ${OLD} again.`);
    expect(await contents()).toEqual([
      `web ${OLD} first.env`,
      `scheduler ${OLD} first.env`,
      `migrate ${OLD} first.env`,
    ]);
    expect(await facts(stage)).toEqual({
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
    await stage.account.putSettings("second");
    for (const workload of ["web", "scheduler", "migrate"] as const) {
      await stage.account.register(workload, "second");
    }
    await deploy();
    const { code, stderr } = await stage.ops(ROLLBACK);

    expect(code).toBe(0);
    expect(await contents()).toEqual([
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
    expect((await facts(stage)).parameters).toEqual([OLD, OLD]);
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
      /api-production-web:9 is not an active revision/,
    ],
    [
      "another family's revision",
      "api-production-migrate:1",
      /api-production-migrate:1 is not an active revision/,
    ],
  ])("refuses %s", async (_, to, reason) => {
    await deploy();
    const { code, stderr } = await stage.ops([...ROLLBACK, "--to", to]);

    expect(code).toBe(2);
    expect(stderr).toMatch(reason);
    expect((await facts(stage)).parameters).toEqual([NEW, NEW]);
  });

  it("says so when there is nothing to return to", async () => {
    const { code, stderr } = await stage.ops(ROLLBACK);

    expect(code).toBe(2);
    expect(stderr).toContain("An earlier release does not exist: no other");
  });

  it("names the migrations that lie between, which stay", async () => {
    stage.script[`migrate ${NEW}`] = behaviours.prints("  2026_11_01_000000_drop_names .... 12ms DONE");
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
    stage.script[`web ${OLD}`] = behaviours.crashes;
    const { code, stderr } = await stage.ops(ROLLBACK);

    expect(code).toBe(1);
    expect(stderr).toContain("web: running api-production-web:2 again.");
    expect(await facts(stage)).toMatchObject({
      parameters: [NEW, NEW],
      newest: expect.arrayContaining(["api-production-web:2"]) as string[],
    });
  });

  it("aborts a deploy that is in progress, which reverts its own changes", async () => {
    stage.script[`web ${NEW}`] = behaviours.hangs;
    const deploying = stage.start(["deploy", "production", "--tag", NEW, "--timeout", "600"]);
    await stage.calls("ecs:UpdateService");
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
    expect(await facts(stage)).toEqual({
      parameters: [OLD, OLD],
      services: ["api-production-web:1", "api-production-scheduler:1"],
      newest: ["api-production-web:1", "api-production-scheduler:1", "api-production-migrate:1"],
      locked: false,
    });
  });

  it("of a deploy that was killed in the middle returns to what the parameters say", async () => {
    stage.script[`web ${NEW}`] = behaviours.hangs;
    const deploying = stage.start(["deploy", "production", "--tag", NEW, "--timeout", "600"]);
    await stage.calls("ecs:UpdateService");
    deploying.kill("SIGKILL");
    const { code, stdout } = await stage.ops(ROLLBACK);

    expect(code).toBe(0);
    expect(stdout).toMatch(/Taking over from The deploy of 5d6e7f8 by [^]*which was killed/);
    expect((await contents())[0]).toBe(`web ${OLD} first.env`);
    expect(await facts(stage)).toMatchObject({ parameters: [OLD, OLD], locked: false });
  });
});

describe("Ctrl-C", () => {
  it("puts back what was changed, ends with 130, and says what is going on still", async () => {
    stage.script[`web ${NEW}`] = behaviours.hangs;
    const deploying = stage.start(["deploy", "production", "--tag", NEW, "--timeout", "600"]);
    await stage.calls("ecs:UpdateService");
    deploying.kill("SIGINT");
    const { code, stderr } = await deploying.ended;

    expect(code).toBe(130);
    expect(stderr).toContain("web: returning to api-production-web:1. ECS completes this on its own.");
    expect(await facts(stage)).toEqual({
      parameters: [OLD, OLD],
      services: ["api-production-web:1", "api-production-scheduler:1"],
      newest: ["api-production-web:1", "api-production-scheduler:1", "api-production-migrate:1"],
      locked: false,
    });
  });
});

describe("Ctrl-C in a migration", () => {
  it("leaves it to come to its end, and says so; nothing is rolled", async () => {
    stage.script[`migrate ${NEW}`] = behaviours.neverEnds("  2026_11_01_000000_add_index .... RUNNING");
    const deploying = stage.start(["deploy", "production", "--tag", NEW]);
    await stage.calls("ecs:RunTask");
    deploying.kill("SIGINT");
    const { code, stderr } = await deploying.ended;

    expect(code).toBe(130);
    expect(stderr).toMatch(/The migration keeps running until it ends \(task \w{32}\)/);
    expect(stage.aws.actions).not.toContain("ecs:StopTask");
    expect(await facts(stage)).toMatchObject({
      parameters: [OLD, OLD],
      newest: expect.arrayContaining(["api-production-migrate:1"]) as string[],
    });
  });
});

describe("two deploys at once", () => {
  it("are never interleaved: the second is refused while the first is alive", async () => {
    stage.script[`web ${NEW}`] = behaviours.hangs;
    const first = stage.start(["deploy", "production", "--tag", NEW, "--timeout", "600"]);
    await stage.calls("ecs:UpdateService");
    const { code, stderr } = await stage.ops(["deploy", "production", "--tag", OLD]);

    expect(code).toBe(2);
    expect(stderr).toMatch(
      /The deploy of 5d6e7f8 by \S+ \(started \d+ s ago\) is in progress on production\.\nFix: Wait/,
    );
    first.kill("SIGINT");
    await first.ended;
  });
});
