import type { Task } from "@aws-sdk/client-ecs";
import type { Observations } from "../../../../ops/diagnosis/observations";
import { container, event, line, stopped, waiting } from "../../diagnosis/observed";
import { look, minutesAgo, NOW, scheduler, served, well } from "./looked";

const dead = (containers: Parameters<typeof stopped>[1], changes: Partial<Task> = {}) => ({
  services: [waiting("web"), scheduler],
  tasks: [stopped("web", containers, { stoppedAt: NOW, ...changes })],
});
const toldNow = (name: string, text: string) => [{ ...line(name, text), at: NOW }];

describe("ops status", () => {
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
    [
      "an import that was killed, without a command that leaves out what hides the rows of customers",
      {
        release: {
          command: "database import",
          aim: "production.sql.gz",
          owner: "taylor@laptop",
          since: minutesAgo(12),
          aliveAt: minutesAgo(7),
        },
      },
      "Fix: Run it again with the options that it had, above all --anonymize, which removes what it has left: " +
        "npm run ops -- database import test --from production.sql.gz ...",
    ],
  ])("names %s, and ends with 1", async (_what, seen, words) => {
    const { exitCode, warned } = await look(seen);
    expect(warned).toContain(words);
    expect(warned).toContain("  Fix: ");
    expect(exitCode).toBe(1);
  });
});
