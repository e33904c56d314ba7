import type { Observations } from "../../../../ops/diagnosis/observations";
import { statusLines } from "../../../../ops/commands/status/lines";
import { findingLines } from "../../../../ops/diagnosis/finding";
import type { StatusReport } from "../../../../ops/commands/status/report";
import { shown } from "../../../../ops/cli/text";
import { reportOn } from "../../../../ops/commands/status/report";
import { AT, container, environment, healthy, minutesAgo, service, task } from "../../diagnosis/observed";

const screen = (seen: Partial<Observations> = {}, unseen: string[] = []) => {
  const report = reportOn(environment(), { ...healthy, ...seen }, unseen);
  return [linesIn(report), ...findingLines(report.findings)].join("\n");
};

const linesIn = (report: StatusReport) => shown(statusLines(environment(), report), false);

describe("The status of an environment", () => {
  it("is one screen", () => {
    const web = service("web", {
      deployments: [{ status: "PRIMARY", rolloutState: "COMPLETED", createdAt: minutesAgo(200) }],
    });
    expect(screen({ services: [web, service("scheduler")] })).toMatchInlineSnapshot(`
     "shop-test in eu-west-1, 2026-11-24 03:00:00 UTC

     web        1 of 1 running, shop-test-web:12, app abc, nginx abc, deployed 3 h 20 min ago
     scheduler  1 of 1 running, shop-test-scheduler:12
     images     image parameters: app abc, nginx abc
     host       i-0123456789abcdef0 ACTIVE, 0 tasks, 402 of 1782 MiB free
     requests   1 of 1 tasks healthy
     queue      0 waiting, 0 in flight, 0 in the dead-letter queue
     alarms     0 of 0 in alarm

     No problems found."
    `);
  });

  it("shows that the environment is switched off, and misses neither hosts nor services then", () => {
    const off = environment({ running: false });
    const seen = {
      ...{ ...healthy, services: [], tasks: [], hosts: [], targets: [] },
      missing: ["web", "scheduler"] as const,
    };
    const report = reportOn(off, seen, []);
    expect([shown(statusLines(off, report), false), ...findingLines(report.findings)].join("\n"))
      .toMatchInlineSnapshot(`
      "shop-test in eu-west-1, 2026-11-24 03:00:00 UTC

      state   switched off: its file sets running to false
      images  image parameters: app abc, nginx abc
      queue   0 waiting, 0 in flight, 0 in the dead-letter queue
      alarms  0 of 0 in alarm

      No problems found."
    `);

    const left = reportOn(off, { ...seen, jobs: { waiting: 1, inFlight: 0, failed: 2 } }, []);
    expect(left.findings.map(({ cause }) => cause)).toEqual(["failed-jobs"]);
  });

  it("shows maintenance, which is a problem only if no deploy is in progress that switched it on", () => {
    const maintenance = { since: minutesAgo(12), by: "operator", secret: true } as const;
    const lines = screen({ maintenance });
    expect(lines).toContain(
      "requests   maintenance: every request is answered with 503, except those with the secret, switched on 12 min ago\n" +
        "requests   1 of 1 tasks healthy",
    );
    expect(lines).toContain("No problems found.");

    const release = {
      command: "deploy",
      aim: "def",
      owner: "a@b",
      since: minutesAgo(13),
      aliveAt: AT,
    } as const;
    expect(screen({ maintenance: { ...maintenance, by: "deploy" }, release })).toContain(
      "No problems found.",
    );
    expect(screen({ maintenance: { ...maintenance, by: "deploy" } })).toContain(
      [
        "requests: a deploy left maintenance on, and every request is answered with 503",
        "  Why: The deploy did not complete after its migration had started. The running release may not fit the tables.",
        "  Fix: Deploy again with --maintenance, or end it: npm run ops -- maintenance test off",
      ].join("\n"),
    );
  });

  it("shows both releases while one replaces the other", () => {
    const web = service("web", {
      deployments: [
        { status: "PRIMARY", rolloutState: "IN_PROGRESS", createdAt: minutesAgo(1) },
        { status: "ACTIVE", rolloutState: "COMPLETED" },
      ],
    });
    const next = container("app", { image: "1.dkr.ecr.eu-west-1.amazonaws.com/shop-test/app:def" });
    const lines = screen({
      services: [web, service("scheduler")],
      tasks: [task("web", [container("app")]), task("web", [next])],
    });
    expect(lines).toContain("app abc and def, a deployment is in progress, deployed 1 min ago");
  });

  it("indents a cause of several lines, so that no line looks like another problem", () => {
    const finding = {
      cause: "container-ended",
      what: "app ended",
      why: "Error: x\n#0 main\n",
      next: "Read the log",
    } as const;
    expect(findingLines([finding]).join("\n")).toBe(
      "1 problem:\n\napp ended\n  Why: Error: x\n       #0 main\n  Fix: Read the log",
    );
  });

  it("says what is wrong, why, and what to do", () => {
    expect(screen({ jobs: { waiting: 7, inFlight: 2, failed: 1 }, hosts: [] })).toMatchInlineSnapshot(`
     "shop-test in eu-west-1, 2026-11-24 03:00:00 UTC

     web        1 of 1 running, shop-test-web:12, app abc, nginx abc
     scheduler  1 of 1 running, shop-test-scheduler:12
     images     image parameters: app abc, nginx abc
     requests   1 of 1 tasks healthy
     queue      7 waiting, 2 in flight, 1 in the dead-letter queue
     alarms     0 of 0 in alarm

     2 problems, the most likely cause first:

     hosts: none has joined the cluster
       Why: The Auto Scaling group has launched no host.
       Fix: Read the reason: aws autoscaling describe-scaling-activities --auto-scaling-group-name shop-test --region eu-west-1

     queue: 1 job used up all retries
       Why: Each was received 5 times without success. The dead-letter queue shop-test-jobs-failed keeps them for 14 days.
       Fix: Correct the cause, then send them back: aws sqs start-message-move-task --source-arn arn:aws:sqs:eu-west-1:111122223333:shop-test-jobs-failed --region eu-west-1"
    `);
  });

  it("has a line for each queue of several", () => {
    const counts = { waiting: 1, inFlight: 0, failed: 0 };
    const queues = { default: { ...counts, waiting: 0 }, emails: counts };
    expect(screen({ jobs: { ...counts, queues } })).toContain(
      "queue      default: 0 waiting, 0 in flight, 0 in the dead-letter queue\n" +
        "queue      emails: 1 waiting, 0 in flight, 0 in the dead-letter queue\n",
    );
  });

  it("has a column of labels that is as wide as the widest one", () => {
    const lines = screen({ services: [service("web"), service("worker_slow_reports")] }).split("\n");
    const columns = lines.slice(2, lines.indexOf("", 2)).map((line) => /^\S+ +/.exec(line)?.[0].length);
    expect([...new Set(columns)]).toEqual(["worker_slow_reports  ".length]);
  });

  it("says what could not be looked at, and judges without it", () => {
    const { at, services } = healthy;
    const report = reportOn(environment(), { at, services: services ?? [] }, [
      "alarms: AWS denied the request: no",
    ]);
    expect(report.healthy).toBe(true);
    expect(linesIn(report)).toContain("\nunknown    alarms: AWS denied the request: no");
    expect(linesIn(report)).not.toContain("queue ");
  });

  it("is nothing where nothing was seen", () => {
    expect(reportOn(environment(), { at: AT }, [])).toEqual({
      at: AT,
      healthy: true,
      running: true,
      services: [],
      findings: [],
      unseen: [],
    });
  });
});
