import { denied, Played } from "../../played/played";
import { AwsError } from "../../played/protocols";
import { status } from "../../../../ops/commands/status/status";
import { container, environment, line, stopped, task } from "../../diagnosis/observed";
import { look, minutesAgo, NOW, well } from "./looked";

describe("ops status", () => {
  it("ends with 0 where all is well, and has changed nothing", async () => {
    const { exitCode, said, warned, actions } = await look({});
    expect([exitCode, warned]).toEqual([0, ""]);
    expect(said).toContain("web        1 of 1 running, shop-test-web:12, app abc, nginx abc");
    expect(said).toContain("requests   1 of 1 tasks healthy");
    expect(said).toContain("No problems found.");
    expect([...new Set(actions)].sort()).toMatchInlineSnapshot(`
     [
       "cloudwatch:DescribeAlarms",
       "ecs:DescribeContainerInstances",
       "ecs:DescribeServices",
       "ecs:DescribeTaskDefinition",
       "ecs:DescribeTasks",
       "ecs:ListContainerInstances",
       "ecs:ListServiceDeployments",
       "ecs:ListTasks",
       "elasticloadbalancing:DescribeListeners",
       "elasticloadbalancing:DescribeLoadBalancers",
       "elasticloadbalancing:DescribeRules",
       "elasticloadbalancing:DescribeTargetHealth",
       "kms:DescribeKey",
       "logs:GetLogEvents",
       "s3:GetObject",
       "sqs:GetQueueAttributes",
       "sqs:GetQueueUrl",
       "ssm:GetParameters",
       "sts:GetCallerIdentity",
     ]
    `);
  });

  it("reads the log of a failed migration however many other tasks stopped after it", async () => {
    const others = Array.from({ length: 9 }, (_, index) =>
      stopped("web", [container("app", { exitCode: 143 })], {
        taskArn: `arn:aws:ecs:x:1:task/c/web${index}`,
        group: index < 3 ? "family:shop-test-migrate" : "service:web",
        startedBy: index < 3 ? "ops run" : undefined,
        stoppedAt: minutesAgo(index),
      }),
    );
    const migration = stopped("migrate", [container("migrate", { exitCode: 1 })], {
      group: "family:shop-test-migrate",
      stoppedAt: minutesAgo(20),
    });
    const logs = [{ ...line("migrate", "SQLSTATE[42S01]: exists"), at: minutesAgo(20) }];
    const { warned, said } = await look({ tasks: [...(well.tasks ?? []), ...others, migration], logs });
    expect(`${said}${warned}`).toContain("The log shows: SQLSTATE[42S01]: exists");
  });

  it("makes a bounded number of calls for 300 tasks, and reports what it left out", async () => {
    const many = Array.from({ length: 300 }, (_, index) =>
      task(
        "web",
        ["nginx", "app", "worker"].map((name) => container(name)),
        {
          group: "service:web",
          startedAt: minutesAgo(index),
        },
      ),
    );
    const { actions, said, exitCode } = await look({ tasks: many });

    expect(exitCode).toBe(0);
    expect(said).toContain("unknown    logs: only those of the 5 newest tasks of each service were read");
    // In pages of one item each task is a call, by which a list of tasks cannot be bounded.
    const calls = actions.filter((action) => action !== "ecs:ListTasks");
    expect(calls.filter((action) => action === "ecs:DescribeTasks")).toHaveLength(3);
    expect(calls.filter((action) => action === "logs:GetLogEvents")).toHaveLength(15);
    expect(calls.length).toBeLessThan(50);
  });

  it("has the same for programs", async () => {
    const { facts } = await look({ jobs: { waiting: 7, inFlight: 1, failed: 2 } });
    expect(facts).toMatchObject({
      healthy: false,
      services: [
        { service: "web", running: 1, desired: 1, revision: "shop-test-web:12", tags: { app: ["abc"] } },
        { service: "scheduler" },
      ],
      jobs: { waiting: 7, inFlight: 1, failed: 2 },
      findings: [{ cause: "failed-jobs" }],
    });
  });

  it("says what the operator's rights do not show, and judges the rest", async () => {
    const { exitCode, said } = await look(
      { failures: [] },
      { cloudwatch: { DescribeAlarms: denied("cloudwatch:DescribeAlarms") } },
    );
    expect(said).toContain("unknown    alarms: AWS denied the request");
    expect(exitCode).toBe(0);
  });

  it("names a key that is disabled, which would be no problem before the next start of a task", async () => {
    const { exitCode, warned } = await look({ key: { KeyId: "4d07e6b0", KeyState: "Disabled" } });
    expect(warned).toContain("KMS key: alias/shop-test is Disabled, and cannot be used");
    expect(exitCode).toBe(1);
  });

  it("does not take expired credentials for an environment that is well", async () => {
    const played = await Played.open(environment(), well);
    try {
      played.endpoint.trouble = (call) =>
        call.action === "ListTasks" ? new AwsError("ExpiredTokenException", "expired", 400) : undefined;
      const { exitCode, warned } = await played.run(status);
      expect(warned).toContain("Your AWS credentials have expired.");
      expect(exitCode).toBe(1);
    } finally {
      await played.close();
    }
  });

  it("shows a release in progress, and no problem", async () => {
    const { exitCode, said } = await look({
      release: {
        command: "rollback",
        aim: "shop-test-web:11",
        owner: "taylor@laptop",
        since: minutesAgo(3),
        aliveAt: NOW,
      },
    });
    expect(said).toMatch(
      /release +rollback of shop-test-web:11 by taylor@laptop, started 3 min ago, last heartbeat \d+ (s|min) ago/,
    );
    expect(exitCode).toBe(0);
  });

  it("waits out throttling", async () => {
    const played = await Played.open(environment(), well);
    try {
      let throttled = 0;
      played.endpoint.trouble = (call) =>
        call.action === "DescribeServices" && throttled++ === 0
          ? new AwsError("ThrottlingException", "Rate exceeded")
          : undefined;
      expect((await played.run(status)).exitCode).toBe(0);
      expect(throttled).toBeGreaterThan(1);
    } finally {
      await played.close();
    }
  });

  it("refuses the wrong account before it looks", async () => {
    const played = await Played.open(environment({ accountId: "999999999999" }), well, {
      sts: { GetCallerIdentity: () => ({ Account: "111122223333", Arn: "arn:aws:iam::1:user/taylor" }) },
    });
    try {
      expect((await played.run(status)).exitCode).toBe(2);
      expect(played.endpoint.actions).toEqual(["sts:GetCallerIdentity"]);
    } finally {
      await played.close();
    }
  });
});
