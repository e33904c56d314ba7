import { CreateClusterCommand, ECSClient } from "@aws-sdk/client-ecs";
import { LambdaClient, PutFunctionConcurrencyCommand } from "@aws-sdk/client-lambda";
import type { Environment } from "../../config/environment";
import { resolveEnvironments } from "../../config/resolve-environments";
import { production } from "../environments/production";
import { furnishAccount, pushPlaceholders } from "../../local/account";
import { run } from "../../local/processes";
import { Bundle } from "../ops/stage/bundle";
import { Sandbox } from "./sandbox";

jest.setTimeout(900_000);

const [BASE, SERVICE] = ["production-base", "production-service"] as const;

/** A new account: no service-linked role, a Lambda quota of 10, and GitHub's identity provider of another project. */
describe("production, deployed to a new account", () => {
  const input = { ...production, ci: { ...production.ci, provider: "existing" } } as typeof production;
  const [environment] = resolveEnvironments([production]) as [Environment];
  let sandbox: Sandbox;
  let bundle: Bundle;

  beforeAll(async () => {
    sandbox = await Sandbox.open({ profile: "fresh" });
    await furnishAccount(environment, sandbox.clients);
  });

  afterAll(async () => {
    bundle?.remove();
    await sandbox?.close();
  });

  it("refuses what a new account refuses", async () => {
    await expect(
      new ECSClient(sandbox.clients).send(new CreateClusterCommand({ clusterName: "first" })),
    ).rejects.toThrow("Unable to assume the service linked role.");
    await expect(
      new LambdaClient(sandbox.clients).send(
        new PutFunctionConcurrencyCommand({ FunctionName: "first", ReservedConcurrentExecutions: 1 }),
      ),
    ).rejects.toThrow("below its minimum value of [10]");

    expect(await sandbox.refusals()).toMatchObject([
      { operation: "ecs:CreateCluster", by: "rule" },
      { operation: "lambda:PutFunctionConcurrency", by: "rule" },
    ]);
  });

  it("reports before anything is created which line of the environment to change", async () => {
    const { code, output } = await sandbox.ops(["bootstrap", "production"]);

    expect(code).not.toBe(0);
    expect(output).toContain("ci.provider");
    expect(output).toContain('Write provider: "existing".');
    expect(output).toContain("Nothing was changed");
  });

  it("creates the service-linked roles once the line is changed", async () => {
    bundle = await Bundle.make(input);
    const { code, output } = await run(process.execPath, [bundle.file, "bootstrap", "production"], {
      env: sandbox.environment,
    });

    expect({ code, output }).toEqual({ code: 0, output });
    expect(output).toContain("AWSServiceRoleForECS");
  });

  it("deploys both stacks", async () => {
    sandbox.synth(input);
    await sandbox.cdktf.deploy(BASE);
    await pushPlaceholders(environment, sandbox.clients);
    await sandbox.cdktf.deploy(SERVICE);
  });

  it.each([BASE, SERVICE])("has an empty second plan for %s", async (stack) => {
    expect(await sandbox.terraform(stack).plan()).toMatchObject({ changes: false });
  });
});
