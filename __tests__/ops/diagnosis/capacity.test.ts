import { AT, causes, event, healthy, host, minutesAgo, service, explained, waiting } from "./observed";

const others = [service("scheduler")];
const unplaced = (rest: string) => ({
  services: [
    waiting(
      "web",
      event(
        `(service web) was unable to place a task because no container instance met all of its requirements. ${rest}`,
      ),
    ),
    ...others,
  ],
});

describe("A task that finds no place", () => {
  it("says how much memory it needs and how much is free", () => {
    expect(
      explained(
        unplaced("The closest matching (container-instance abcd) has insufficient memory available."),
      ),
    ).toMatchInlineSnapshot(`
     "no-memory: web: needs 768 MiB, host has 402 free
     The host has 1782 MiB, and other tasks use the rest. ECS retries without a limit and does not roll back.
     In environments/test.ts lower the memory of the tasks, use a larger hosts.instanceType, or raise hosts.minimum. Then deploy the base stack and the service stack."
    `);
  });

  it("says the same of a task that RunTask did not start", () => {
    expect(explained({ failures: [{ reason: "RESOURCE:MEMORY" }], failedWorkload: "web" })).toContain(
      "web: needs 768 MiB, host has 402 free",
    );
    expect(explained({ failures: [{ reason: "RESOURCE:MEMORY" }], failedWorkload: "migrate" })).toContain(
      "migrate: no host has enough free memory for another task",
    );
  });

  it.each([
    "has insufficient CPU units available",
    "is already using a port required by your task",
    'encountered error "AGENT"',
  ])("passes on what else is wanting: %s", (rest) => {
    expect(causes(unplaced(`The closest matching container-instance ${rest}.`))).toEqual(["no-place"]);
  });

  it("forgets what was before the service was steady", () => {
    const placed = service("web", {
      events: [
        { message: "(service web) has reached a steady state." },
        { message: "(service web) was unable to place a task because of insufficient memory available." },
      ],
    });
    expect(causes({ services: [placed, ...others] })).toEqual([]);
  });
});

describe("Hosts", () => {
  const launch = (minutes: number) => ({
    ...unplaced("No Container Instances were found in your cluster."),
    hosts: [],
    scalingActivities: [
      {
        ActivityId: "1",
        AutoScalingGroupName: "shop-test",
        Cause: "x",
        Description: "Launching a new EC2 instance: i-0123",
        StartTime: minutesAgo(minutes),
        StatusCode: "Successful" as const,
      },
    ],
  });

  it("are waited for while they boot, and missed after", () => {
    expect(explained(launch(1))).toMatchInlineSnapshot(`
     "host-booting: hosts: the only host has been starting for 1 min
     The host has not joined the cluster yet, which takes about two minutes.
     Wait, then run status again."
    `);
    expect(explained(launch(15))).toMatchInlineSnapshot(`
     "no-host: hosts: none has joined the cluster
     A host was launched 15 min ago and has not joined: its agent cannot reach ECS, or its user data failed.
     Read its console output: aws ec2 get-console-output --latest --instance-id '<instance>' --region eu-west-1"
    `);
  });

  it("that cannot be launched are explained with the reason of Auto Scaling", () => {
    expect(
      explained({
        hosts: [],
        scalingActivities: [
          {
            ActivityId: "1",
            AutoScalingGroupName: "shop-test",
            Cause: "x",
            Description: "Launching a new EC2 instance. Status Reason: no capacity",
            StartTime: AT,
            StatusCode: "Failed",
            StatusMessage: "We currently do not have sufficient t3.small capacity in the zone you requested.",
          },
        ],
      }),
    ).toMatchInlineSnapshot(`
     "host-not-launched: hosts: none is running, and none could be launched
     We currently do not have sufficient t3.small capacity in the zone you requested.
     If AWS has no capacity, use another hosts.instanceType or on-demand hosts. If a quota was reached, request a higher one. Then deploy the base stack."
    `);
  });

  it("whose agent is disconnected are named", () => {
    expect(explained({ hosts: [host(402, { agentConnected: false })] })).toMatchInlineSnapshot(`
     "host-disconnected: host i-0123456789abcdef0: its ECS agent is disconnected
     Its tasks may still be running, but ECS can neither start nor stop tasks there. The usual cause is a host without free memory or disk.
     Open a shell on the host: npm run ops -- shell test host. Or terminate the instance: Auto Scaling launches a new one."
    `);
  });

  it("are missed where all of them drain, and not where one works", () => {
    expect(causes({ hosts: [host(402, { status: "DRAINING" })] })).toEqual(["host-draining"]);
    expect(causes({ hosts: [host(402, { status: "DRAINING" }), host(402)] })).toEqual([]);
  });
});

describe("Targets", () => {
  const target = (
    State: "healthy" | "unhealthy" | "initial",
    Reason?: "Target.ResponseCodeMismatch",
    Description?: string,
  ) => ({
    TargetHealth: { State, ...(Reason ? { Reason } : {}), ...(Description ? { Description } : {}) },
  });

  it("that fail are explained with the load balancer's reason", () => {
    expect(
      explained({
        targets: [
          target("healthy"),
          target("unhealthy", "Target.ResponseCodeMismatch", "Health checks failed with these codes: [502]"),
        ],
      }),
    ).toMatchInlineSnapshot(`
     "load-balancer-health-check: load balancer: 1 of 2 tasks fail the health check, 1 are healthy
     GET /up did not return 200. Health checks failed with these codes: [502]
     Read the log: npm run ops -- logs test --container app --since 15m"
    `);
  });

  it("that have no route for the health check get it from doctor", () => {
    const failing = "Health checks failed with these codes: [404]";
    expect(explained({ targets: [target("unhealthy", "Target.ResponseCodeMismatch", failing)] }))
      .toMatchInlineSnapshot(`
     "load-balancer-health-check: load balancer: 1 of 1 tasks fail the health check, 0 are healthy
     GET /up did not return 200. Health checks failed with these codes: [404]
     The application has no route /up, which Laravel has since version 11. This prints the line to add: npm run ops -- doctor test --app ../api"
    `);
  });

  it("are missed where none is healthy", () => {
    expect(explained({ targets: [target("initial")] })).toMatchInlineSnapshot(`
     "load-balancer-health-check: load balancer: no task is healthy, so requests get 503
     A task is registered, and its first health checks are running.
     Check the other problems. A new task is healthy after 2 health checks (30 s)."
    `);
    expect(causes({ targets: [] })).toEqual(["load-balancer-health-check"]);
    expect(causes({ targets: healthy.targets ?? [] })).toEqual([]);
  });
});
