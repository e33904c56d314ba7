import type { ServiceDeployment } from "@aws-sdk/client-ecs";
import {
  causes,
  container,
  healthy,
  line,
  minutesAgo,
  revision,
  service,
  task,
  explained,
  waiting,
} from "./observed";

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
     "nothing-to-roll-back-to: web: the deployment failed, and there is no earlier one to roll back to
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

describe("What containers complain about", () => {
  it.each([
    ["SQLSTATE[HY000] [2002] Connection timed out", "database-unreachable"],
    [
      "SQLSTATE[HY000] [1045] Access denied for user 'laravel'@'10.0.0.1' (using password: YES)",
      "database-refused",
    ],
    ["SQLSTATE[HY000] [3159] Connections using insecure transport are prohibited", "database-refused"],
    ["SQLSTATE[HY000] [1040] Too many connections", "database-refused"],
    ["SQLSTATE[HY000] [1049] Unknown database 'shop'", "database-refused"],
    ["production.ERROR: No application encryption key has been specified.", "application-key"],
    [
      "PHP Fatal error: Allowed memory size of 134217728 bytes exhausted (tried to allocate 20480 bytes)",
      "php-memory",
    ],
    ["file_put_contents(/var/www/html/x): Failed to open stream: Read-only file system", "read-only-file"],
    ["write failed: No space left on device", "disk-full"],
  ])("is explained: %s", (text, cause) => {
    expect(causes({ logs: [line("app", text), line("app", text)] })).toEqual([cause]);
  });

  it("comes with the line itself", () => {
    expect(explained({ logs: [line("worker", "SQLSTATE[HY000] [2002] Connection refused")] }))
      .toMatchInlineSnapshot(`
     "database-unreachable: worker: the database cannot be reached
     The database is down, restarting or failing over, or its security group does not allow the hosts. The log shows: SQLSTATE[HY000] [2002] Connection refused
     Check its status: aws rds describe-db-instances --db-instance-identifier shop-test --query 'DBInstances[].DBInstanceStatus' --region eu-west-1"
    `);
  });

  it("is over when it was not repeated", () => {
    const text = "SQLSTATE[HY000] [2002] Connection refused";
    expect(causes({ logs: [{ ...line("app", text), at: minutesAgo(6) }] })).toEqual([]);
    expect(causes({ logs: [{ ...line("app", text), at: minutesAgo(4) }] })).toEqual(["database-unreachable"]);
  });

  it("is nothing in an ordinary log", () => {
    expect(
      causes({ logs: [line("app", "GET /up 200"), line("app", "production.ERROR: Card declined")] }),
    ).toEqual([]);
  });
});
