import { denied, Played } from "../../played/played";
import { AwsError } from "../../played/protocols";
import type { Task } from "@aws-sdk/client-ecs";
import type { Observations } from "../../../../ops/diagnosis/observations";
import { status } from "../../../../ops/commands/status/status";
import {
  container,
  environment,
  event,
  healthy,
  line,
  service,
  stopped,
  task,
  waiting,
} from "../../diagnosis/observed";

/** Real time: what is too old to matter is left out. */
const NOW = new Date();
const served = service("web", { loadBalancers: [{ targetGroupArn: "arn:aws:x:targetgroup/web-1/2" }] });
const scheduler = service("scheduler");
const well: Observations = { ...healthy, at: NOW, services: [served, scheduler] };

/** Counted from the test, not from NOW: on a busy machine minutes lie between the two. */
const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000);

const dead = (containers: Parameters<typeof stopped>[1], changes: Partial<Task> = {}) => ({
  services: [waiting("web"), scheduler],
  tasks: [stopped("web", containers, { stoppedAt: NOW, ...changes })],
});
const toldNow = (name: string, text: string) => [{ ...line(name, text), at: NOW }];

async function look(seen: Partial<Observations>, more: Parameters<typeof Played.open>[2] = {}) {
  const played = await Played.open(environment(), { ...well, ...seen }, more);
  try {
    const ended = await played.run(status);
    // It only looks, whatever it finds.
    for (const { action } of played.endpoint.calls) expect(action).toMatch(/^(Get|List|Describe)/);
    return { ...ended, actions: played.endpoint.actions };
  } finally {
    await played.close();
  }
}

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
       "logs:GetLogEvents",
       "s3:GetObject",
       "sqs:GetQueueAttributes",
       "sqs:GetQueueUrl",
       "ssm:GetParameters",
       "sts:GetCallerIdentity",
     ]
    `);
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

  it.each<[string, Partial<Observations>, string]>([
    [
      "a crash loop",
      {
        ...dead([container("app", { exitCode: 255 })]),
        logs: toldNow("app", "PHP Fatal error: no such class"),
      },
      "web: app ended with exit code 255\n  Why: The process could not start, or ended with an unknown error. The log shows: PHP Fatal error: no such class",
    ],
    [
      "a failed health check",
      dead([container("app")], {
        stopCode: "ServiceSchedulerInitiated",
        stoppedReason: "Task failed ELB health checks in (target-group arn:aws:x:targetgroup/web-1/2)",
      }),
      "web: the load balancer's health check failed",
    ],
    [
      "a missing image",
      dead([container("app")], {
        stopCode: "TaskFailedToStart",
        stoppedReason: "CannotPullContainerError: failed to resolve ref: not found",
      }),
      "The repository does not have this image",
    ],
    [
      "the wrong architecture",
      { ...dead([container("app", { exitCode: 255 })]), logs: toldNow("app", "exec format error") },
      "The image was built for another processor architecture. t3.small needs linux/amd64.",
    ],
    [
      "no memory",
      {
        services: [
          waiting(
            "web",
            event("(service web) was unable to place a task because ... has insufficient memory available."),
          ),
          scheduler,
        ],
      },
      "web: needs 768 MiB, host has 402 free",
    ],
    [
      "a rollback by the circuit breaker, which looks stable",
      {
        serviceDeployments: [
          {
            serviceArn: served.serviceArn,
            status: "ROLLBACK_SUCCESSFUL",
            statusReason: "Circuit breaker: tasks failed to start.",
            createdAt: NOW,
          },
        ],
      },
      "web: the newest deployment was rolled back; shop-test-web:12 is running",
    ],
    [
      "a first deployment with nothing to return to",
      {
        services: [
          waiting("web", { deployments: [{ status: "PRIMARY", rolloutState: "FAILED" }] }),
          scheduler,
        ],
      },
      "web: the deployment failed, and an earlier one to roll back to does not exist",
    ],
    [
      "a deployment that was superseded",
      {
        serviceDeployments: [
          { serviceArn: served.serviceArn, status: "IN_PROGRESS", createdAt: NOW },
          { serviceArn: served.serviceArn, status: "STOPPED", createdAt: new Date(NOW.getTime() - 60_000) },
        ],
      },
      "web: a deployment was replaced by a newer one before it completed",
    ],
    [
      "a failing migration",
      {
        tasks: [
          ...(well.tasks ?? []),
          stopped("migrate", [container("migrate", { exitCode: 1 })], { stoppedAt: NOW }),
        ],
        logs: toldNow("migrate", "SQLSTATE[42S01]: Base table or view already exists"),
      },
      "migrate: the migration failed with exit code 1",
    ],
    ["no host", { hosts: [] }, "hosts: none has joined the cluster"],
    [
      "a database that is away",
      {
        logs: toldNow(
          "app",
          "[2026-11-24 03:00:00] production.ERROR: SQLSTATE[HY000] [2002] Connection refused",
        ),
      },
      "app: the database cannot be reached",
    ],
    [
      "targets that fail",
      { targets: [{ TargetHealth: { State: "unhealthy", Reason: "Target.Timeout" } }] },
      "GET /up did not answer within 10 s",
    ],
    [
      "jobs that used up their retries",
      { jobs: { waiting: 1, inFlight: 0, failed: 2 } },
      "queue: 2 jobs used up all retries",
    ],
    [
      "an alarm, as of a scheduler without a heartbeat",
      {
        alarms: [
          {
            AlarmName: "shop-test/scheduler",
            StateValue: "ALARM",
            StateReason: "no datapoints were received",
          },
        ],
      },
      "alarm: shop-test/scheduler\n  Why: no datapoints were received",
    ],
    [
      "a service that is not there",
      { services: [served] },
      "scheduler: the cluster shop-test has no such service",
    ],
    [
      "images that were never pushed",
      { images: { app: "none", nginx: "none" } },
      "images: app and nginx of shop-test were never deployed",
    ],
    [
      "an image that differs from its parameter",
      { images: { app: "def", nginx: "abc" } },
      "images: app is running abc, but its image parameter is def",
    ],
    [
      "throttling of ECS itself",
      {
        services: [
          { ...served, ...event("(service web) operations are being throttled on elb.") },
          scheduler,
        ],
      },
      "web: AWS throttles the requests that ECS makes for it",
    ],
    [
      "a release that was killed",
      {
        // Read when the test runs: on a busy machine the tests before it take longer than half a minute.
        get release() {
          return {
            command: "deploy" as const,
            aim: "5d6e7f8",
            owner: "taylor@laptop",
            since: minutesAgo(12),
            aliveAt: minutesAgo(7),
          };
        },
      },
      "release: the deploy of 5d6e7f8 by taylor@laptop was interrupted before it completed\n" +
        "  Why: It started 12 min ago and sent its last heartbeat 7 min ago: it was killed, or its machine lost the network connection.",
    ],
    [
      "a swap of databases that was killed",
      {
        release: {
          command: "database swap",
          aim: "shop-test-restored-20261127093000",
          owner: "taylor@laptop",
          since: minutesAgo(12),
          aliveAt: minutesAgo(7),
        },
      },
      "Fix: Run it again, which continues it: npm run ops -- database restore test --swap shop-test-restored-20261127093000",
    ],
  ])("names %s, and ends with 1", async (_what, seen, words) => {
    const { exitCode, warned } = await look(seen);
    expect(warned).toContain(words);
    expect(warned).toContain("  Fix: ");
    expect(exitCode).toBe(1);
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
