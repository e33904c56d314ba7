import { Readable } from "node:stream";
import { maintenance } from "../../../../ops/commands/maintenance/maintenance";
import type { MaintenanceOptions } from "../../../../ops/commands/maintenance/maintenance";
import { answerRule, passRule } from "../../../../ops/maintenance/rules";
import { environment, healthy } from "../../diagnosis/observed";
import type { Answers } from "../../played/endpoint";
import { Played } from "../../played/played";
import { AwsError } from "../../played/protocols";

/** With the embedded AWS: __tests__/ops/processes/migration.test.ts. */
describe("ops maintenance", () => {
  async function play(
    state: string,
    options: MaintenanceOptions = {},
    { piped = "", elb = {} }: { piped?: string; elb?: Answers } = {},
  ) {
    const stdin = Object.getOwnPropertyDescriptor(process, "stdin");
    Object.defineProperty(process, "stdin", {
      value: Readable.from([Buffer.from(piped)]),
      configurable: true,
    });
    const played = await Played.open(environment(), healthy, { elasticloadbalancing: elb });
    try {
      const ended = await played.run((operation) => maintenance(operation, state, options));
      const changes = played.endpoint.actions.filter((action) => /:(Create|Delete|Modify)/.test(action));
      return { ...ended, changes };
    } finally {
      if (stdin) Object.defineProperty(process, "stdin", stdin);
      await played.close();
    }
  }

  it("refuses another state than on and off", async () => {
    expect(await play("enable")).toMatchObject({
      exitCode: 2,
      changes: [],
      warned: expect.stringContaining(
        [
          "test: maintenance",
          '  got      "enable"',
          "  allowed  on, or off",
          "  fix      Write e.g. npm run ops -- maintenance test on",
        ].join("\n"),
      ) as string,
    });
  });

  it("refuses a secret that ends maintenance", async () => {
    expect(await play("off", { secret: true })).toMatchObject({
      exitCode: 2,
      changes: [],
      warned: expect.stringContaining(
        "`off` has no secret.\nFix: Run this command again without --secret.",
      ) as string,
    });
  });

  it.each(["", "too-short", "with*pattern?of-a-condition", "with spaces in between it", "x".repeat(129)])(
    "refuses a secret that the load balancer cannot compare, and does not show it: %s",
    async (secret) => {
      const { exitCode, warned, changes } = await play("on", { secret: true }, { piped: `${secret}\n` });

      expect([exitCode, changes]).toEqual([2, []]);
      expect(warned).toContain(`  got      ${secret.length} characters, not shown`);
      expect(warned).toContain("  fix      Pipe one in, e.g. from: openssl rand -hex 16");
      if (secret !== "") expect(warned).not.toContain(secret);
    },
  );

  it("reports a rule that is in its place", async () => {
    const CreateRule = () => {
      throw new AwsError("PriorityInUse", "Priority '2' is currently in use", 400);
    };
    const { exitCode, warned } = await play("on", {}, { elb: { CreateRule } });

    expect(exitCode).toBe(2);
    expect(warned).toContain(
      "The listener serving has another rule with the priority 2, which maintenance needs.\n" +
        "Fix: Give that rule a higher number, then run this command again.",
    );
  });

  it("removes its own rules, and none that only resembles them", async () => {
    const forward = { Type: "forward" as const, TargetGroupArn: "group" };
    const own = [
      { RuleArn: "pass", ...passRule("x".repeat(16), forward), Priority: "1" },
      { RuleArn: "answer", ...answerRule({ since: new Date(0), by: "operator" }), Priority: "2" },
    ];
    const others = own.map((rule) => ({
      ...rule,
      RuleArn: `other-${rule.RuleArn}`,
      Priority: `1${rule.Priority}`,
    }));
    const removed: string[] = [];
    const elb: Answers = {
      DescribeRules: () => ({ Rules: [...others, ...own] }),
      DeleteRule: ({ RuleArn }: { RuleArn: string }) => {
        removed.push(RuleArn);
        return {};
      },
    };

    expect((await play("off", {}, { elb })).exitCode).toBe(0);
    expect(removed.sort()).toEqual(["answer", "pass"]);
  });

  it("refuses before the first deployment", async () => {
    const DescribeLoadBalancers = () => {
      throw new AwsError("LoadBalancerNotFound", "One or more load balancers not found", 400);
    };
    const { exitCode, warned } = await play("on", {}, { elb: { DescribeLoadBalancers } });

    expect(exitCode).toBe(2);
    expect(warned).toContain("test has no services yet.");
  });
});
