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
    await terraform(BASE).init();
  });

  afterAll(() => sandbox?.close());

  const terraform = (stack: string) => sandbox.terraform(stack);

  /** Applies the base stack, and ends Terraform and all its children by the signal once these calls were made. */
  async function interrupt(
    signal: "SIGINT" | "SIGKILL",
    isTime: (actions: string[]) => boolean,
  ): Promise<void> {
    const before = (await sandbox.calls()).length;
    const actions = async () => (await sandbox.calls()).slice(before).map(({ action }) => action);
    let group = 0;
    const ended = run("terraform", ["apply", "-auto-approve", "-input=false", "-no-color"], {
      cwd: sandbox.stackFolder(BASE),
      env: sandbox.environment,
      onStart: (pid) => (group = pid),
    });
    const inTime = await eventually(async () => isTime(await actions()), 240);
    process.kill(-group, inTime ? signal : "SIGKILL");

    expect((await ended).code).not.toBe(0);
    expect(await eventually(() => !isAlive(-group), 10)).toBe(true);
    expect(inTime).toBe(true);
  }

  it("tells who holds the lock of a deploy that was killed, until it is lifted", async () => {
    await sandbox.hold("GetRandomPassword");
    await interrupt("SIGKILL", (calls) => calls.includes("GetRandomPassword"));
    await sandbox.release("GetRandomPassword");

    const { code, output } = await terraform(BASE).run("plan", "-input=false");
    expect(code).toBe(1);
    expect(output).toMatch(
      /Error acquiring the state lock[^]*Operation: +OperationTypeApply[^]*Who: +\S+@\S+/,
    );

    const id = /ID: +(\S+)/.exec(output)?.[1] ?? "";
    await terraform(BASE).succeed("force-unlock", "-force", id);
    expect(await managedResources(sandbox, environment, "base")).toEqual([]);
  });

  it("is stopped after the password's parameter and before the database", async () => {
    await sandbox.hold("CreateDBInstance");
    // The load balancer is the last of the rest.
    const isAll = (calls: string[]) => calls.filter((action) => action === "CreateListener").length === 2;
    await interrupt("SIGINT", (calls) => isAll(calls) && calls.includes("CreateDBInstance"));
    await sandbox.release("CreateDBInstance");

    expect(await managedResources(sandbox, environment, "base")).toContain("aws_ssm_parameter");
    expect(await databasePasswords(sandbox, environment)).toEqual({
      parameter: expect.stringMatching(/^[A-Za-z0-9]{32}$/) as unknown,
      database: undefined,
    });
  });

  it("goes on from there, with one password in both places", async () => {
    const { parameter } = await databasePasswords(sandbox, environment);

    await terraform(BASE).succeed("apply", "-auto-approve", "-input=false");

    expect(await databasePasswords(sandbox, environment)).toEqual({ parameter, database: parameter });
    expect(await terraform(BASE).plan()).toMatchObject({ changes: false });
  });

  it("deploys its service", async () => {
    await pushPlaceholders(environment, sandbox.clients);
    await terraform(SERVICE).init();
    await terraform(SERVICE).succeed("apply", "-auto-approve", "-input=false");

    expect(await terraform(SERVICE).plan()).toMatchObject({ changes: false });
  });

  it("rotates the password in both places by a raised version", async () => {
    const before = await databasePasswords(sandbox, environment);
    sandbox.synth({
      ...staging,
      database: { ...staging.database, password: { source: "generated", version: 2 } },
    });
    await terraform(BASE).init();
    await terraform(BASE).succeed("apply", "-auto-approve", "-input=false");

    const after = await databasePasswords(sandbox, environment);
    expect(after.parameter).not.toBe(before.parameter);
    expect(after.database).toBe(after.parameter);
    expect(await terraform(BASE).plan()).toMatchObject({ changes: false });
  });

  it("is destroyed in order, and nothing is left behind", async () => {
    for (const stack of [SERVICE, BASE]) {
      await terraform(stack).init();
      await terraform(stack).succeed("destroy", "-auto-approve", "-input=false");
    }

    expect(await managedResources(sandbox, environment, "service")).toEqual([]);
    expect(await managedResources(sandbox, environment, "base")).toEqual([]);
    expect(await inventory(sandbox)).toEqual(accountBefore);
  });
});
