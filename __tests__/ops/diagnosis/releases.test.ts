import type { ServiceDeployment } from "@aws-sdk/client-ecs";
import { causes, container, healthy, revision, service, task, explained, waiting } from "./observed";

const others = [service("scheduler")];
const web = service("web", { taskDefinition: revision("web", 11) });
const deployed = (...deployments: ServiceDeployment[]) => ({
  services: [web, ...others],
  serviceDeployments: deployments.map((each) => ({ serviceArn: web.serviceArn, ...each })),
});

describe("A release", () => {
  it("that was rolled back is reported, although the service looks stable", () => {
    expect(
      explained(
        deployed({
          status: "ROLLBACK_SUCCESSFUL",
          statusReason: "Deployment failed: tasks failed to start.",
          rollback: { reason: "Circuit breaker threshold was reached." },
        }),
      ),
    ).toMatchInlineSnapshot(`
     "rolled-back: web: the newest deployment was rolled back; shop-test-web:11 is running
     Circuit breaker threshold was reached.
     Correct the cause (see the other problems), then deploy again: npm run ops -- deploy test --tag <commit>"
    `);
    expect(causes(deployed({ status: "SUCCESSFUL" }, { status: "ROLLBACK_SUCCESSFUL" }))).toEqual([]);
  });

  it("that failed with nothing to return to is explained", () => {
    const first = waiting("web", {
      deployments: [
        {
          status: "PRIMARY",
          rolloutState: "FAILED",
          rolloutStateReason: "ECS deployment circuit breaker: tasks failed to start.",
        },
      ],
    });
    expect(explained({ services: [first, ...others] })).toMatchInlineSnapshot(`
     "nothing-to-roll-back-to: web: the deployment failed, and an earlier one to roll back to does not exist
     ECS deployment circuit breaker: tasks failed to start.
     Correct the cause, then deploy again: npm run ops -- deploy test --tag <commit>"
    `);
  });

  it.each([
    ["ROLLBACK_IN_PROGRESS", "rolled-back"],
    ["ROLLBACK_FAILED", "rollback-failed"],
    ["STOPPED", "deployment-stopped"],
  ] as const)("that ended as %s is explained", (status, cause) => {
    expect(causes(deployed({ status }))).toEqual([cause]);
  });

  it("that a newer one replaced is explained while that one is under way", () => {
    expect(explained(deployed({ status: "IN_PROGRESS" }, { status: "STOPPED" }))).toMatchInlineSnapshot(`
     "deployment-superseded: web: a deployment was replaced by a newer one before it completed
     Two deployments were started shortly after each other.
     Wait for the newer deployment."
    `);
    expect(causes(deployed({ status: "IN_PROGRESS" }, { status: "SUCCESSFUL" }))).toEqual([]);
  });
});

describe("Images", () => {
  it("that were never deployed are explained", () => {
    expect(explained({ images: { app: "none", nginx: "none" } })).toMatchInlineSnapshot(`
     "image-never-pushed: images: app and nginx of shop-test were never deployed
     The value of /shop-test/image/app and /shop-test/image/nginx is "none".
     Push the images, then: npm run ops -- deploy test --tag <commit>"
    `);
  });

  it("that differ from their parameter are reported, but not during a deploy", () => {
    const images = { app: "def", nginx: "abc" };
    expect(explained({ images })).toMatchInlineSnapshot(`
     "images-differ: images: app is running abc, but its image parameter is def
     A deploy ended before it wrote the parameter, or the services were updated by hand.
     Deploy the tag that you want: npm run ops -- deploy test --tag <commit>. Otherwise the next \`cdktf deploy\` deploys def."
    `);
    expect(causes({ images, ...deployed({ status: "IN_PROGRESS" }) })).toEqual([]);
  });

  it("are not compared with a migration's, which runs the next one first", () => {
    const migration = task("migrate", [container("migrate", { image: "1.dkr.ecr/shop-test/app:def" })]);
    expect(causes({ tasks: [...(healthy.tasks ?? []), migration] })).toEqual([]);
  });

  it("are compared with those of running tasks alone", () => {
    const gone = task("web", [container("app", { image: "1.dkr.ecr/shop-test/app:old" })], {
      lastStatus: "STOPPED",
    });
    expect(causes({ tasks: [gone] })).toEqual([]);
  });
});
