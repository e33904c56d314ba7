import type { MetricAlarm } from "@aws-sdk/client-cloudwatch";
import {
  causes,
  container,
  environment,
  event,
  findings,
  healthy,
  minutesAgo,
  service,
  stopped,
  waiting,
  explained,
} from "./observed";
import { diagnose } from "../../../ops/diagnosis/diagnose";

describe("diagnose", () => {
  it("finds nothing where all is well", () => {
    expect(findings({})).toEqual([]);
  });

  it("judges nothing that was not looked at", () => {
    expect(diagnose(environment(), { at: new Date() })).toEqual([]);
  });

  it("names the cause before what follows from it", () => {
    const crash = stopped("web", [container("app", { exitCode: 1 })]);
    const rollingBack = waiting("web", {
      deployments: [
        {
          status: "PRIMARY",
          rolloutState: "IN_PROGRESS",
          rolloutStateReason: "ECS deployment circuit breaker: rolling back to deploymentId ecs-svc/1.",
        },
      ],
    });
    expect(causes({ services: [rollingBack, service("scheduler")], tasks: [crash], targets: [] })).toEqual([
      "container-failed",
      "rolled-back",
      "load-balancer-health-check",
    ]);
  });

  it("says that tasks are missing only where it finds no cause", () => {
    const scheduler = waiting("scheduler", event("(service scheduler) has started 1 tasks: (task 4567)."));
    expect(explained({ services: [service("web"), scheduler] })).toMatchInlineSnapshot(`
     "service-below-desired: scheduler: 0 of 1 tasks are running
     (service scheduler) has started 1 tasks: (task 4567).
     Run status again in a minute, or read the log: npm run ops -- logs test --container scheduler"
    `);
    expect(causes({ services: [service("web"), scheduler], hosts: [] })).toEqual(["no-host"]);
    const jobs = { waiting: 0, inFlight: 0, failed: 1 };
    expect(causes({ services: [service("web"), scheduler], jobs })).toEqual([
      "service-below-desired",
      "failed-jobs",
    ]);
  });

  it("names a service that is not there", () => {
    expect(explained({ missing: ["scheduler"] })).toMatchInlineSnapshot(`
     "service-missing: scheduler: the cluster shop-test has no such service
     The service stack was not deployed yet, or was destroyed.
     Run: npm run apply -- test-service"
    `);
  });

  it("names a service that was set to no task, and not before the first release", () => {
    const seen = { targets: [], services: [service("web", { desiredCount: 0, runningCount: 0 })] };
    expect(explained(seen)).toMatchInlineSnapshot(`
     "service-without-tasks: web: its number of tasks is 0, so requests get 503
     It was set in the console or with the AWS CLI.
     Start the tasks: aws ecs update-service --cluster shop-test --service web --desired-count 1 --region eu-west-1"
    `);
    expect(causes({ ...seen, images: { app: "none", nginx: "none" } })).toEqual(["image-never-pushed"]);
  });

  it("names a worker that ended beside the web server", () => {
    const worker = container("worker", { lastStatus: "STOPPED", exitCode: 12 });
    const [web] = healthy.tasks ?? [];
    expect(explained({ tasks: [{ ...web, containers: [container("app"), worker] }] })).toMatchInlineSnapshot(`
     "container-failed: web: worker has ended while its task is running, with exit code 12
     The container is not essential, so its task keeps running. ECS restarts it if it had run for at least a minute.
     Read the log: npm run ops -- logs test --container worker --since 1h"
    `);
  });

  it("names services that AWS throttles", () => {
    const web = service(
      "web",
      event("(service web) operations are being throttled on elb. Will try again later."),
    );
    expect(explained({ services: [web, service("scheduler")] })).toMatchInlineSnapshot(`
     "throttled: web: AWS throttles the requests that ECS makes for it
     This account makes too many requests in this region, e.g. to Elastic Load Balancing.
     Wait: ECS retries on its own. Do not deploy again before that."
    `);
  });

  it("names the dead-letter queue of a FIFO queue as SQS does", () => {
    const [found] = findings({ jobs: { waiting: 0, inFlight: 0, failed: 1 } }, { queue: { fifo: true } });
    expect(found?.why).toContain("The dead-letter queue shop-test-jobs-failed.fifo keeps them");
  });

  it("names the dead-letter queue of each queue with jobs in it", () => {
    const none = { waiting: 0, inFlight: 0, failed: 0 };
    const jobs = { ...none, failed: 2, queues: { default: none, emails: { ...none, failed: 2 } } };
    const queues = { queues: { emails: { maxReceiveCount: 3 } }, "worker.queues": ["emails", "default"] };
    expect(findings({ jobs }, queues)).toMatchObject([
      {
        what: "queue emails: 2 jobs used up all retries",
        why: "Each was received 3 times without success. The dead-letter queue emails-failed_shop-test keeps them for 14 days.",
        next: expect.stringContaining(":emails-failed_shop-test --region") as string,
      },
    ]);
  });

  it("names jobs that used up their retries, and alarms in ALARM", () => {
    expect(explained({ jobs: { waiting: 0, inFlight: 0, failed: 3 } })).toMatchInlineSnapshot(`
     "failed-jobs: queue: 3 jobs used up all retries
     Each was received 5 times without success. The dead-letter queue shop-test-jobs-failed keeps them for 14 days.
     Correct the cause, then send them back: aws sqs start-message-move-task --source-arn arn:aws:sqs:eu-west-1:111122223333:shop-test-jobs-failed --region eu-west-1"
    `);
    expect(
      explained({
        alarms: [
          { AlarmName: "shop-test/quiet", StateValue: "OK" },
          {
            AlarmName: "shop-test/errors",
            StateValue: "ALARM",
            StateReason: "5 > 1",
            AlarmDescription: "Read the log.",
          },
        ],
      }),
    ).toMatchInlineSnapshot(`
     "alarm: alarm: shop-test/errors
     5 > 1
     Read the log."
    `);
  });

  it("waits for the first data of a new alarm on a missing signal, as long as the alarm looks back", () => {
    const ofAge = (minutes: number, more: Partial<MetricAlarm> = {}) =>
      explained({
        alarms: [
          {
            AlarmName: "shop-test/silent-scheduler",
            StateValue: "ALARM",
            StateReason: "no data",
            TreatMissingData: "breaching",
            Period: 300,
            EvaluationPeriods: 2,
            AlarmConfigurationUpdatedTimestamp: minutesAgo(minutes),
            ...more,
          },
        ],
      });
    const rings = expect.stringContaining("alarm: shop-test/silent-scheduler") as string;

    const well = "all is well";

    expect(ofAge(9)).toBe(well);
    expect(ofAge(11)).toEqual(rings);
    expect(ofAge(9, { TreatMissingData: "notBreaching" })).toEqual(rings);
    // It was in ALARM before a deployment changed it.
    expect(ofAge(9, { StateTransitionedTimestamp: minutesAgo(30) })).toEqual(rings);
    // A worker's alarm is an expression, and has the period in its metrics.
    const Metrics = [{ Id: "asked" }, { Id: "taken", MetricStat: { Metric: {}, Period: 300, Stat: "Sum" } }];
    expect(ofAge(9, { Period: undefined, Metrics })).toBe(well);
    expect(ofAge(11, { Period: undefined, Metrics })).toEqual(rings);
  });
});
