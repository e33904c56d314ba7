import { join } from "node:path";
import type { Environment } from "../../config/environment";
import type { EnvironmentInput } from "../../config/schema/schema";
import { production } from "../environments/production";
import { missingOf, registerWith } from "../helpers/tools";
import { AccountForCopies } from "./lost-account";
import { rehearseLostRegion } from "./lost-region";
import { Sandbox } from "./sandbox";
import { loseState, managedResources } from "./state";

jest.setTimeout(1_500_000);

const REGION = "ap-northeast-3";

/** Production with a bucket for files, whose backups are copied there. */
const copied = (account?: string): EnvironmentInput => ({
  ...production,
  files: { kind: "create" },
  database: { ...production.database, copies: { region: REGION, ...(account ? { account } : {}) } },
});

describe("the base stack of an environment with copies", () => {
  let sandbox: Sandbox;
  let environment: Environment;

  const base = () => sandbox.terraform("production-base");

  /** Applies the stack, and returns the addresses of what it destroyed, once a second plan is empty. */
  async function become(input: EnvironmentInput): Promise<string[]> {
    environment = sandbox.synth(input);
    sandbox.operate(input);
    await base().init();
    const { output } = await base().succeed("apply", "-auto-approve", "-input=false", "-no-color");
    expect(await base().plan()).toMatchObject({ changes: false });
    return [...output.matchAll(/^(\S+): Destroying\.\.\./gm)].map(([, address = ""]) => address);
  }

  /** Runs the daily plan. @returns the services and regions of the backups and copies */
  async function backUp(): Promise<string[]> {
    const run = await fetch(`${sandbox.clients.endpoint}/embedded-aws/backups`, { method: "POST" });
    const { recoveryPoints } = (await run.json()) as { recoveryPoints: string[] };
    return recoveryPoints.map((arn) => arn.split(":").slice(2, 4).join(" ")).sort();
  }

  beforeAll(async () => {
    sandbox = await Sandbox.open({ pace: 0.1 });
    await sandbox.prepare(sandbox.synth(copied()));
    await become(copied());
  });

  afterAll(() => sandbox?.close());

  it("gets its state back from what exists in AWS, without a change", async () => {
    const before = await managedResources(sandbox, environment, "base");
    expect(before).toContain("aws_backup_selection");
    await loseState(sandbox, environment, "base");

    const { stdout, output } = await sandbox.ops([
      ...["state", "rebuild", "production", "base", "--from-aws", "--yes", "production", "--json"],
      ...["--output", join(sandbox.stackFolder("production-base"), "../..")],
    ]);

    expect({ stdout: stdout === "" ? output : (JSON.parse(stdout) as unknown) }).toMatchObject({
      stdout: { base: { missing: [], waiting: [], changes: [] } },
    });
    expect((await managedResources(sandbox, environment, "base")).sort()).toEqual(before.sort());
    expect(await base().plan()).toMatchObject({ changes: false });
  });

  registerWith(
    describe,
    missingOf(["aws"]),
    "install what is named",
    "with the commands of docs/recover.md",
    () => {
      describe("the loss of its region", () =>
        rehearseLostRegion(() => ({ sandbox, environment, backUp }), copied()));

      it("copies into another account after that, from which a new account restores", async () => {
        expect(await backUp()).toEqual([
          "backup ap-northeast-1",
          `backup ${REGION}`,
          "rds ap-northeast-1",
          `rds ${REGION}`,
        ]);
        const other = await AccountForCopies.open(sandbox);

        expect(await become(copied(other.member.id))).toEqual([]);
        await backUp();

        expect(await other.copies(REGION, environment.name)).toEqual(["RDS", "S3"]);
        const { stdout } = await sandbox.ops(["database", "backups", "production", "--json"]);
        expect(JSON.parse(stdout)).toMatchObject({
          elsewhere: { account: other.member.id, snapshots: [{}] },
        });
        const { copied: encryptedWith, key } = await other.restore(REGION);
        expect(encryptedWith).toBe(key);
      });
    },
  );
});
