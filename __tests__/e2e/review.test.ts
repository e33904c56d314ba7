import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { staging } from "../../environments/staging";
import { pushPlaceholders } from "../../local/account";
import { EXPECTED } from "../ops/review/expected";
import { record } from "../ops/review/recorded";
import type { EditableStack, Scenario } from "./review-scenarios";
import { SCENARIOS } from "./review-scenarios";
import { Sandbox } from "./sandbox";

jest.setTimeout(900_000);

/** Plans are recorded anew for the unit tests by `RECORD_PLANS=1 npm run test:e2e -- review`. */
const RECORD = process.env.RECORD_PLANS === "1";

/** As the plan role plans: nothing is locked and no secret opened. */
const AS_THE_PLAN_ROLE = {
  base: ["-lock=false", "-refresh=false", "-var", "open_secrets=false"],
  service: ["-lock=false"],
};

describe("the review of real plans", () => {
  let sandbox: Sandbox;

  beforeAll(async () => {
    sandbox = await Sandbox.open();
    const environment = sandbox.synth(staging);
    await sandbox.prepare(environment);
    for (const part of ["base", "service"] as const) {
      const terraform = sandbox.terraform(`staging-${part}`);
      await terraform.init();
      await terraform.succeed("apply", "-auto-approve", "-input=false");
      if (part === "base") await pushPlaceholders(environment, sandbox.clients);
    }
  });

  afterAll(() => sandbox?.close());

  /** Writes the stacks of a pull request. */
  function synthesize({ part, input = {}, edit }: Scenario): string {
    sandbox.synth({ ...staging, ...input });
    const stack = `staging-${part}`;
    const file = join(sandbox.stackFolder(stack), "cdk.tf.json");
    const json = JSON.parse(readFileSync(file, "utf8")) as EditableStack;
    edit?.(json);
    writeFileSync(file, JSON.stringify(json));
    return stack;
  }

  async function plan(scenario: Scenario): Promise<string> {
    const stack = synthesize(scenario);
    const terraform = sandbox.terraform(stack);
    await terraform.succeed("plan", "-input=false", "-out=plan", ...AS_THE_PLAN_ROLE[scenario.part]);
    return join(sandbox.stackFolder(stack), "plan");
  }

  it.each(Object.entries(SCENARIOS))("says what it does: %s", async (name, scenario) => {
    await scenario.before?.(sandbox);
    const file = await plan(scenario);
    if (RECORD) {
      const show = async (...how: string[]) =>
        (await sandbox.terraform(`staging-${scenario.part}`).succeed("show", ...how, "plan")).stdout;
      record(name, await show("-json"), await show());
    }

    const { code, stdout } = await sandbox.ops(["review", "--plan", file]);

    expect(stdout.trimEnd()).toBe(EXPECTED[name]);
    expect(code).toBe(stdout.includes("The check fails.") ? 1 : 0);
  });
});
