import type { DBInstance } from "@aws-sdk/client-rds";
import { chmodSync, copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { hostname, tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { unlock } from "../../../../ops/commands/state/unlock";
import { environment, healthy } from "../../diagnosis/observed";
import { Played } from "../../played/played";
import { Bucket } from "../database/bucket";
import { Databases, own, RESTORED, restored } from "../database/databases";

const KEY = "shop/test/base.tfstate.tflock";
const ME = `${userInfo().username}@${hostname()}`;
const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000);
const lock = (changes: object = {}) => ({
  ID: "6b2c3a10",
  Operation: "OperationTypeApply",
  Who: "taylor@laptop",
  Created: ago(61).toISOString(),
  ...changes,
});

const swap = lock({ Operation: `ops database restore --swap ${RESTORED}` });

async function unlocked(
  found: object | undefined,
  {
    part = "base",
    yes,
    minutes = 61,
    instances = [],
  }: { part?: string; yes?: string; minutes?: number; instances?: DBInstance[] } = {},
) {
  const bucket = new Bucket(found ? { [KEY]: found } : {}, ago(minutes));
  const played = await Played.open(environment(), healthy, {
    s3: bucket.s3,
    rds: new Databases(instances).rds,
  });
  try {
    const ended = await played.run((operation) => unlock(operation, part, yes === undefined ? {} : { yes }));
    return { ...ended, isLocked: bucket.objects.has(KEY) };
  } finally {
    await played.close();
  }
}

describe("ops state unlock", () => {
  it("removes an old lock by its id, and says whose it was", async () => {
    const created = ago(61).toISOString();
    const { exitCode, said, facts, isLocked } = await unlocked(lock({ Created: created }), {
      yes: "6b2c3a10",
    });

    expect([exitCode, isLocked]).toEqual([0, false]);
    expect(said.replace(created, "<time>")).toMatchInlineSnapshot(`
      "The state of test-base is locked.
        by     taylor@laptop
        since  <time> (1 h 1 min)
        for    OperationTypeApply
        id     6b2c3a10
      The lock was removed.
      Next: Look at what is left to do: npx cdktf diff test-base
      "
    `);
    expect(facts).toMatchObject({ locked: true, who: "taylor@laptop" });
  });

  it.each([
    ["in the lock", 0],
    ["of this machine", 24 * 60],
  ])("does not take the age from the clock %s", async (_, minutesAhead) => {
    const clock = jest.spyOn(Date, "now").mockReturnValue(Date.now() + minutesAhead * 60_000);
    try {
      const found = lock({ Created: new Date(0).toISOString() });
      const { exitCode, warned, isLocked } = await unlocked(found, { minutes: minutesAhead });

      expect([exitCode, isLocked]).toEqual([2, true]);
      expect(warned).toContain("younger than 60 minutes");
    } finally {
      clock.mockRestore();
    }
  });

  it("removes the lock of a swap that has renamed nothing, e.g. because RDS refuses it", async () => {
    const { exitCode, isLocked } = await unlocked(swap, {
      yes: "6b2c3a10",
      instances: [own(), restored()],
    });

    expect([exitCode, isLocked]).toEqual([0, false]);
  });

  it("does nothing without a lock", async () => {
    expect(await unlocked(undefined)).toMatchObject({
      exitCode: 0,
      said: "The state of test-base is not locked.\n",
      facts: { locked: false },
    });
  });

  it.each<[string, object, Parameters<typeof unlocked>[1], string]>([
    [
      "a lock whose Terraform may be running",
      lock(),
      { minutes: 59 },
      "The lock is younger than 60 minutes, so its Terraform may still be running. Nothing was changed.\n" +
        "Fix: Ask its owner, and look at the workflow runs. If none is running: npm run ops -- state unlock test base --yes 6b2c3a10\n",
    ],
    ["the id of another lock", lock(), { minutes: 59, yes: "other" }, "The lock is younger than 60 minutes"],
    ...[
      [restored()],
      [own({ TagList: [{ Key: "restored-as", Value: RESTORED }] })],
      [own({ PendingModifiedValues: { DBInstanceIdentifier: "shop-test-replaced-1" } }), restored()],
    ].map(
      (instances) =>
        [
          "the lock of a swap of the database that has begun to rename",
          swap,
          { yes: "6b2c3a10", instances },
          "The lock protects a swap of the database that is not complete. Nothing was changed.\n" +
            `Fix: Complete it: npm run ops -- database restore test --swap ${RESTORED}\n`,
        ] as [string, object, object, string],
    ),
    [
      "an old lock without an answer",
      lock(),
      {},
      "Standard input is not a terminal, so no question can be asked. Nothing was changed.\nFix: Give --yes 6b2c3a10.\n",
    ],
    [
      "another stack",
      lock(),
      { part: "vpc" },
      '"vpc" is not a stack of an environment.\nFix: Use base or service.\n',
    ],
  ])("refuses %s", async (_, found, options, text) => {
    const { exitCode, warned, isLocked } = await unlocked(found, options);

    expect([exitCode, isLocked]).toEqual([2, true]);
    expect(warned).toContain(text);
  });

  it("refuses a lock of this machine while a Terraform runs on it", async () => {
    const folder = mkdtempSync(join(tmpdir(), "terraform-"));
    const { TERRAFORM_BINARY_NAME } = process.env;
    process.env.TERRAFORM_BINARY_NAME = join(folder, "terraform-of-unlock");
    copyFileSync("/bin/sleep", process.env.TERRAFORM_BINARY_NAME);
    chmodSync(process.env.TERRAFORM_BINARY_NAME, 0o755);
    const child = spawn(process.env.TERRAFORM_BINARY_NAME, ["60"], { stdio: "ignore" });
    try {
      await once(child, "spawn");
      const { exitCode, warned, isLocked } = await unlocked(lock({ Who: ME }), { yes: "6b2c3a10" });

      expect([exitCode, isLocked]).toEqual([2, true]);
      expect(warned).toContain(`where Terraform is running (process`);
      expect(warned).toContain(`${child.pid}`);
    } finally {
      child.kill();
      if (TERRAFORM_BINARY_NAME === undefined) delete process.env.TERRAFORM_BINARY_NAME;
      else process.env.TERRAFORM_BINARY_NAME = TERRAFORM_BINARY_NAME;
      rmSync(folder, { recursive: true });
    }
  });
});
