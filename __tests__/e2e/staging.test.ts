import type { Environment } from "../../environments/environment";
import { staging } from "../../environments/staging";
import { pushPlaceholders } from "../../local/account";
import { eventually, isAlive, run } from "../../local/processes";
import { inventory } from "./inventory";
import { Sandbox } from "./sandbox";
import { databasePasswords } from "./secrets";
import { managedResources } from "./state";

jest.setTimeout(900_000);

const STACKS = ["staging-base", "staging-service"] as const;
const [BASE, SERVICE] = STACKS;

/** The whole life of an environment that nothing protects: a deploy that was killed, a rotation, the end. */
describe("staging, deployed by Terraform", () => {
  let sandbox: Sandbox;
  let environment: Environment;
  let accountBefore: string[];

  beforeAll(async () => {
    sandbox = await Sandbox.open();
    environment = sandbox.synth(staging);
    await sandbox.prepare(environment);
    accountBefore = await inventory(sandbox);
    await sandbox.terraform(BASE).init();
  });

  afterAll(() => sandbox?.close());

  it("is killed after the password's parameter and before the database", async () => {
    await sandbox.hold("CreateDBInstance");
    const planned = /Plan: (\d+) to add/.exec((await sandbox.terraform(BASE).plan()).output)?.[1];
    const everythingElse = Number(planned) - 1;

    let group = 0;
    const killed = run("terraform", ["apply", "-auto-approve", "-input=false", "-no-color"], {
      cwd: sandbox.stackFolder(BASE),
      env: sandbox.environment,
      onStart: (pid) => (group = pid),
    });
    const resources = () => managedResources(sandbox, environment, "base");
    expect(await eventually(async () => (await resources()).length >= everythingElse, 240)).toBe(true);
    process.kill(-group, "SIGKILL");
    await killed;
    await eventually(() => !isAlive(-group), 10);
    await sandbox.release("CreateDBInstance");

    expect(await resources()).toContain("aws_ssm_parameter");
    expect(await resources()).not.toContain("aws_db_instance");
    expect(await databasePasswords(sandbox, environment)).toEqual({
      parameter: expect.stringMatching(/^[A-Za-z0-9]{32}$/) as unknown,
      database: undefined,
    });
  });

  it("goes on after its lock was lifted, with one password in both places", async () => {
    const terraform = sandbox.terraform(BASE);
    const refused = await terraform.run("plan", "-input=false");
    expect(refused.output).toMatch(/Error acquiring the state lock[^]*Who: +\S+@/);
    const lock = /ID: +(\S+)/.exec(refused.output)?.[1] ?? "";
    await terraform.succeed("force-unlock", "-force", lock);
    const before = await databasePasswords(sandbox, environment);

    await terraform.succeed("apply", "-auto-approve", "-input=false");

    expect(await databasePasswords(sandbox, environment)).toEqual({
      parameter: before.parameter,
      database: before.parameter,
    });
    expect(await terraform.plan()).toMatchObject({ changes: false });
  });

  it("deploys its service", async () => {
    await pushPlaceholders(environment, sandbox.clients);
    const terraform = sandbox.terraform(SERVICE);
    await terraform.init();
    await terraform.succeed("apply", "-auto-approve", "-input=false");

    expect(await terraform.plan()).toMatchObject({ changes: false });
  });

  it("rotates the password in both places by a raised version", async () => {
    const before = await databasePasswords(sandbox, environment);
    sandbox.synth({
      ...staging,
      database: { ...staging.database, password: { source: "generated", version: 2 } },
    });
    const terraform = sandbox.terraform(BASE);
    await terraform.init();
    await terraform.succeed("apply", "-auto-approve", "-input=false");

    const after = await databasePasswords(sandbox, environment);
    expect(after.parameter).not.toBe(before.parameter);
    expect(after.database).toBe(after.parameter);
    expect(await terraform.plan()).toMatchObject({ changes: false });
  });

  it("is destroyed in order, and nothing is left behind", async () => {
    for (const stack of [SERVICE, BASE]) {
      const terraform = sandbox.terraform(stack);
      await terraform.init();
      await terraform.succeed("destroy", "-auto-approve", "-input=false");
    }

    expect(await managedResources(sandbox, environment, "service")).toEqual([]);
    expect(await managedResources(sandbox, environment, "base")).toEqual([]);
    expect(await inventory(sandbox)).toEqual(accountBefore);
  });
});
