import { IMAGES } from "../../../facts/names";
import { NEW, OLD } from "../stage/account";
import * as behaviours from "../stage/behaviours";
import type { Stage } from "../stage/stage";
import { useStage } from "../stage/use-stage";
import { facts, RELEASED, UNCHANGED } from "./facts";

jest.setTimeout(60_000);

const DEPLOY = ["deploy", "production", "--tag", NEW];

describe("the migration of a deploy", () => {
  let stage: Stage;
  useStage((opened) => (stage = opened));

  it("shows the log of the migration", async () => {
    stage.script[`migrate ${NEW}`] = behaviours.prints("  2026_11_01_000000_add_index .... 12ms DONE");
    const { stdout } = await stage.ops(DEPLOY);

    expect(stdout.match(/ .*add_index .... 12ms DONE/g)).toHaveLength(1);
  });

  it("rolls nothing when the migration fails", async () => {
    const log = ["SQLSTATE[42S01]: Base table or view already exists"];
    stage.script[`migrate ${NEW}`] = { exits: 1, log };
    const { code, stdout, stderr } = await stage.ops(DEPLOY);

    expect(code).toBe(1);
    expect(stdout).toContain("SQLSTATE[42S01]");
    expect(stderr).toMatch(
      /The migration ended with exit code 1[^]*The log is \/api-production\/migrate, stream ecs\/migrate\//,
    );
    expect(stage.aws.actions).not.toContain("ecs:UpdateService");
    expect(await facts(stage)).toEqual(UNCHANGED);
    expect((await stage.ops(["status", "production"])).stderr).toContain(
      "migrate: the migration failed with exit code 1",
    );
  });

  it("waits for a task of `run`: the memory is for one", async () => {
    stage.script[`migrate ${OLD}`] = behaviours.neverEnds();
    const id = await stage.account.run("api-production-migrate");
    const { ended } = stage.start(DEPLOY);
    await stage.calls("ecs:DescribeTasks");
    stage.script[`migrate ${OLD}`] = behaviours.prints();
    const { code, stdout } = await ended;

    expect(code).toBe(0);
    const [waiting, migrating] = [
      `Waiting for another task of api-production-migrate (${id}, a migration or run)`,
      "Migrating the database",
    ];
    expect(stdout.indexOf(waiting)).toBeGreaterThanOrEqual(0);
    expect(stdout.indexOf(migrating)).toBeGreaterThan(stdout.indexOf(waiting));
  });

  it("takes a task that was not started for a failure, though ECS answers 200", async () => {
    await stage.account.occupy(1_113 - 96);
    const { code, stderr } = await stage.ops(DEPLOY);

    expect(code).toBe(1);
    expect(stderr).toContain(
      "The migration could not be started: it needs 256 MiB, but no host has more than 96 MiB free",
    );
    expect(await facts(stage)).toEqual(UNCHANGED);
  });

  it("tries again while the host lacks memory for a short time", async () => {
    const other = await stage.account.occupy(1_000);
    // Slower than the other tests, so that the room is free again in time on a busy machine, too.
    const { ended } = stage.start(DEPLOY, { OPS_PACE: "0.2" });
    await stage.calls("ecs:RunTask", 2);
    await stage.account.stop(other);

    expect(await ended).toMatchObject({ code: 0 });
    expect(await facts(stage)).toEqual(RELEASED);
  });

  it("deploys one of the two images and migrates nothing for nginx alone", async () => {
    const { code } = await stage.ops(["deploy", "production", "--nginx", NEW]);

    expect(code).toBe(0);
    expect(stage.aws.actions).not.toContain("ecs:RunTask");
    expect((await facts(stage)).parameters).toEqual([OLD, NEW]);
  });

  it("is left out with --no-migrate, and its revision is registered for `run`", async () => {
    const { code } = await stage.ops([...DEPLOY, "--no-migrate"]);

    expect(code).toBe(0);
    expect(stage.aws.actions).not.toContain("ecs:RunTask");
    expect(await facts(stage)).toEqual(RELEASED);
  });

  it("is not left out of the first release", async () => {
    for (const image of IMAGES) await stage.account.setParameter(`/api-production/image/${image}`, "none");
    const { code, stderr } = await stage.ops([...DEPLOY, "--no-migrate"]);

    expect(code).toBe(2);
    expect(stderr).toBe(
      "--no-migrate was given for the first release, which needs the tables and the users of the database.\n" +
        "Fix: Run this command again without --no-migrate.\n",
    );
    expect((await facts(stage)).parameters).toEqual(["none", "none"]);
  });
});
