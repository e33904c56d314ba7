import {
  causes,
  container,
  environment,
  event,
  findings,
  healthy,
  service,
  stopped,
  waiting,
  told,
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
    expect(told({ services: [service("web"), scheduler] })).toMatchInlineSnapshot(`
     "service-below-desired: scheduler: 0 of 1 tasks run
     (service scheduler) has started 1 tasks: (task 4567).
     Look again in a minute; the log: npm run ops -- logs test --container scheduler"
    `);
    expect(causes({ services: [service("web"), scheduler], hosts: [] })).toEqual(["no-host"]);
    const jobs = { waiting: 0, inHand: 0, failed: 1 };
    expect(causes({ services: [service("web"), scheduler], jobs })).toEqual([
      "service-below-desired",
      "failed-jobs",
    ]);
  });

  it("names a service that is not there", () => {
    expect(told({ missing: ["scheduler"] })).toMatchInlineSnapshot(`
     "service-missing: scheduler: there is no such service in the cluster shop-test
     The service stack was not deployed yet, or was destroyed.
     npx cdktf deploy test-service --ignore-missing-stack-dependencies"
    `);
  });

  it("names a worker that ended beside the web server", () => {
    const worker = container("worker", { lastStatus: "STOPPED", exitCode: 12 });
    const [web] = healthy.tasks ?? [];
    expect(told({ tasks: [{ ...web, containers: [container("app"), worker] }] })).toMatchInlineSnapshot(`
     "container-failed: web: worker has ended beside the others, with exit code 12
     It is not essential, so its task goes on without it; ECS starts it again once it had run for a minute.
     Read its log: npm run ops -- logs test --container worker --since 1h"
    `);
  });

  it("names services that AWS throttles", () => {
    const web = service(
      "web",
      event("(service web) operations are being throttled on elb. Will try again later."),
    );
    expect(told({ services: [web, service("scheduler")] })).toMatchInlineSnapshot(`
     "throttled: web: AWS throttles what ECS does for it
     Too many calls in this account and region, of the load balancer's or the scheduler's interface.
     ECS goes on by itself. Do not deploy again until it did."
    `);
  });

  it("names jobs that failed for good, and alarms that ring", () => {
    expect(told({ jobs: { waiting: 0, inHand: 0, failed: 3 } })).toMatchInlineSnapshot(`
     "failed-jobs: queue: 3 jobs failed for good
     They were taken 5 times and never finished; they lie in shop-test-jobs-failed for 14 days.
     Mend the cause, then send them back: aws sqs start-message-move-task --source-arn <arn of that queue>"
    `);
    expect(
      told({
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
});
