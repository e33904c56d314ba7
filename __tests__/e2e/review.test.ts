import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { staging } from "../environments/staging";
import { pushPlaceholders } from "../../local/account";
import { EXPECTED } from "../ops/review/expected";
import { HOSTILE } from "../ops/review/hostile";
import { record } from "../ops/review/recorded";
import type { EditableStack, Scenario } from "./review-scenarios";
import { nameOf, SCENARIOS } from "./review-scenarios";
import { Sandbox } from "./sandbox";

jest.setTimeout(900_000);

/** `RECORD_PLANS=1 npm run test:e2e -- review` updates the recorded plans of the unit tests. */
const RECORD = process.env.RECORD_PLANS === "1";

/** Plans with the plan role, without a lock and without decrypting a secret. */
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

  const planned = Object.entries(SCENARIOS).filter(([, { onlyRecorded }]) => RECORD || !onlyRecorded);

  it.each(planned)("reports its changes: %s", async (name, scenario) => {
    await scenario.before?.(sandbox);
    const file = await plan(scenario);
    if (RECORD) {
      const show = async (...how: string[]) =>
        (await sandbox.terraform(`staging-${scenario.part}`).succeed("show", ...how, "plan")).stdout;
      record(name, await show("-json"), await show());
    }

    const env = await sandbox.attachment(`staging-${scenario.part}`);
    const { code, stdout } = await sandbox.ops(["review", "--plan", file], { env });

    expect(withoutCounts(stdout.trimEnd())).toBe(withoutCounts(EXPECTED[name] ?? ""));
    expect(code).toBe(stdout.includes("The check fails.") ? 1 : 0);
  });

  it("shows no byte of a sensitive value, and no markup of a hostile tag", async () => {
    const canary = "canary-5f2b9c41";
    const file = await plan({ part: "service", edit: (stack) => hide(stack, canary) });
    const [comment, page] = [join(sandbox.folder, "review.md"), join(sandbox.folder, "review.html")];

    const { code, output } = await sandbox.ops([
      ...["review", "--plan", file, "--comment", comment, "--page", page],
      ...["--synthesized", join(sandbox.folder, "cdktf.out")],
    ]);

    expect(code).toBe(1);
    const shown = [output, readFileSync(comment, "utf8"), readFileSync(page, "utf8")] as const;
    expect(output).toMatch(
      /Data is lost: The queue \(aws_sqs_queue\.queue_dead-letters_\w+\) is destroyed and created again, because name cannot/,
    );
    expect(output).toMatch(/aws_iam_role_policy\.\S+\) has a policy that is marked as sensitive/);
    for (const text of shown) expect(text).not.toContain(canary);
    for (const text of shown) expect(text.includes("\u202E")).toBe(false);
    // In the comment it is in a fenced block, where markup is plain text.
    expect(/<script|<img/.exec(shown[2])).toBeNull();
    // Terraform writes it so by itself.
    expect(shown[1]).toContain("\\u202etxet desrever");

    const { stdout } = await sandbox.terraform("staging-service").succeed("show", "-json", "plan");
    expect(stdout).toContain(canary);
  });

  it("reviews what Terraform refused to plan, and fails", async () => {
    const protect = ({ resource }: EditableStack) => {
      const database = resource.aws_db_instance?.[nameOf(resource, "aws_db_instance", "database")] ?? {};
      Object.assign(database, { username: "other", lifecycle: { prevent_destroy: true } });
    };

    const error: unknown = await plan({ part: "base", edit: protect }).catch((reason: unknown) => reason);
    expect(String(error)).toContain("Instance cannot be destroyed");

    const file = join(sandbox.stackFolder("staging-base"), "plan");
    const { code, stdout } = await sandbox.ops(["review", "--plan", file, "--accept-data-loss"]);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^Plan review: the plan is incomplete\n/);
    expect(stdout).toMatch(
      /Data is lost: The database \(aws_db_instance\.\S+\) is destroyed and created again, because username cannot/,
    );
  });
});

/** The numbers of resources change with every change of the stacks. */
const withoutCounts = (summary: string) => summary.replace(/\d+ to/g, "some to");

/** Makes many values of a stack sensitive, and gives its queue a tag with hostile markup. */
function hide(stack: EditableStack, canary: string): void {
  stack.variable = { canary: { type: "string", sensitive: true, default: canary } };
  const secret = "${var.canary}";
  const change = (type: string, start: string, values: object) =>
    Object.assign(stack.resource[type]?.[nameOf(stack.resource, type, start)] ?? {}, values);

  change("aws_sqs_queue", "queue_jobs", { tags: { owner: HOSTILE } });
  change("aws_sqs_queue", "queue_dead", { name: secret, tags: { secret } });
  change("aws_iam_role_policy", "roles_task-role", {
    policy: `\${jsonencode({Statement = [{Effect = "Allow", Action = "s3:*", Resource = var.canary}]})}`,
  });
  change("aws_ecs_task_definition", "web-task", {
    container_definitions: `\${jsonencode([{name = "app", image = var.canary, memory = 64}])}`,
  });
  change("aws_cloudwatch_log_group", "nginx-log", { tags: { [canary.slice(0, 6)]: secret } });
}
