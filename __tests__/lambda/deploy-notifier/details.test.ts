import type { AwsFault } from "./played-aws";
import { CANARY, described, world } from "./played-aws";
import type { Sample } from "./samples";
import { sample } from "./samples";
import { useNotifier, WEBHOOK } from "./use-notifier";
import { withOneThingLess } from "./with-one-thing-less";

/** What the notifier adds to an event: it asks AWS. */
describe("the notifier", () => {
  const at = useNotifier();

  it("reports a failed release with the cause and the log of its last task", async () => {
    const detail = described(sample("task-out-of-memory").detail);
    at.aws.world.tasks = [
      {
        taskArn: "of-unknown-end",
        startedBy: sample("deployment-failed").detail.deploymentId,
        stopCode: "EssentialContainerExited",
      },
      { ...detail, startedBy: "ecs-svc/123", stopCode: "UserInitiated", stoppedReason: "by an operator" },
      { ...detail, startedBy: sample("deployment-failed").detail.deploymentId, stoppedAt: 1 },
      { ...detail, startedBy: sample("deployment-failed").detail.deploymentId },
      {
        taskArn: "of-no-containers",
        startedBy: sample("deployment-failed").detail.deploymentId,
        stopCode: "TaskFailedToStart",
      },
    ];
    await at.tell("deployment-failed");

    expect(at.said()).toContain("could not be deployed");
    expect(at.said()).toContain("OutOfMemory");
    expect(at.said()).toContain("Connection refused");
    expect(at.said()).not.toContain(CANARY);
  });

  it("reports a task that cannot be placed with the log of the last one", async () => {
    at.aws.world.tasks = [described(sample("task-out-of-memory").detail)];
    await at.tell("placement-failure");

    expect(at.said()).toContain("Connection refused");
  });

  it("reports an old event with its own time, and with the deployment that ran then", async () => {
    at.aws.world.deployments.unshift({ serviceDeploymentArn: "of-today", startedAt: Date.now() / 1_000 });
    await at.tell("deployment-completed");

    expect(at.said()).toContain("<!date^1795321100^");
    expect(at.aws.asked("DescribeServiceDeployments").at(-1)?.input).toEqual({
      serviceDeploymentArns: [world().deployment.serviceDeploymentArn],
    });
  });

  it("sorts a deployment that has not started yet by its creation time", async () => {
    const [newest, ...older] = world().deployments;
    at.aws.world.deployments = [{ ...newest, startedAt: undefined, createdAt: newest?.startedAt }, ...older];
    await at.tell("deployment-completed");

    expect(at.said()).toContain("is deployed");
  });

  it("leaves open how a deployment ended that ECS no longer lists", async () => {
    at.aws.world.deployments = [];
    await at.tell("deployment-completed");

    expect(at.said()).toContain("It may have been a rollback.");
  });

  it("names the unhealthy container if none ended by itself", async () => {
    const event = sample("task-unhealthy");
    const [first] = event.detail.containers as object[];
    event.detail.containers = [
      { ...first, name: "nginx", exitCode: 0, reason: undefined },
      { ...first, name: "app", exitCode: 0, reason: undefined, healthStatus: "UNHEALTHY" },
    ];
    const notify = await at.instance();
    await notify(event);

    expect(at.said()).toContain("app ended with exit code 0. Task failed ELB health checks");
  });

  it("names the container that failed, not one that waited for it", async () => {
    const event = sample("task-cannot-pull");
    const [first] = event.detail.containers as object[];
    const reason =
      "dependency graph: failed to resolve the container ordering dependency [app] for target [nginx]";
    event.detail.containers = [
      { ...first, name: "nginx", reason },
      { ...first, name: "app", reason: "CannotStartContainerError: The specified log group does not exist." },
    ];
    const notify = await at.instance();
    await notify(event);

    expect(at.said()).toContain("app: CannotStartContainerError: The specified log group does not exist.");
  });

  it.each([
    ["INSUFFICIENT_DATA", "🔕 api-production: ended with insufficient data: api-production/host-memory"],
    ["OF_THE_FUTURE", "❔ api-production: OF_THE_FUTURE: api-production/host-memory"],
  ])("reports the state of an alarm that is neither ALARM nor OK: %s", async (value, title) => {
    const event = sample("alarm");
    event.detail.state = { value, reason: "Insufficient Data: 3 datapoints were unknown." };
    const notify = await at.instance();
    await notify(event);

    expect(at.said()).toContain(title);
  });

  it("finds the task that failed among more than one request describes", async () => {
    const failed = described(sample("task-out-of-memory").detail);
    at.aws.world.tasks = Array.from({ length: 130 }, (_, index) => ({
      ...failed,
      taskArn: `arn:aws:ecs:ap-northeast-1:123456789012:task/api-production/${index}`,
      ...(index === 120 ? {} : { stopCode: "UserInitiated", stoppedReason: "Stopped by an operator" }),
    }));
    await at.tell("placement-failure");

    expect(at.said()).toContain("ecs$252Fapp$252F120");
    expect(at.aws.asked("ListTasks").at(-1)?.input).toMatchObject({ nextToken: "100" });
    const portions = at.aws.asked("DescribeTasks").slice(-2);
    expect(portions.map(({ input }) => (input.tasks as unknown[]).length)).toEqual([100, 30]);
  });

  it("calls AWS itself if no other endpoint is set", async () => {
    delete process.env.AWS_ENDPOINT_URL;
    await at.tell("deployment-completed");

    expect(at.said()).toContain("is deployed");
  });

  it("reports the error message of AWS in either spelling", async () => {
    at.aws.faults = {
      ListServiceDeployments: { status: 400, type: "ServiceNotFoundException", spelt: "Message" },
    };
    await at.tell("deployment-completed");

    expect(at.said()).toContain("ListServiceDeployments: 400 ServiceNotFoundException No.");
  });

  it("never reports a release that was rolled back as deployed, even as a new instance", async () => {
    for (const after of [
      { rollback: { reason: "The circuit breaker tripped." } },
      { status: "ROLLBACK_SUCCESSFUL", statusReason: "The circuit breaker tripped." },
    ]) {
      at.aws.world.deployment = { ...world().deployment, ...after };
      await at.tell("deployment-completed");
      jest.resetModules();
    }

    expect(at.said().match(/was rolled back because the release failed/g)?.length).toBeGreaterThanOrEqual(2);
    expect(at.said()).not.toContain("is deployed");
  });

  it.each<[string, AwsFault]>([
    ["denies it", { status: 400, type: "AccessDeniedException" }],
    ["throttles", { status: 400, type: "ThrottlingException" }],
    ["is broken", { status: 503, type: "" }],
    ["cuts the line", "reset"],
    ["answers with a page", "not JSON"],
  ])("reports what the event contains, and which details are missing, where AWS %s", async (_how, fault) => {
    at.aws.faults = { ListServiceDeployments: fault, ListTasks: fault };
    await at.tell("deployment-completed", "deployment-failed", "placement-failure");

    expect(at.said()).toContain("It may have been a rollback.");
    expect(at.said().match(/Details missing/g)).toHaveLength(4);
    expect(at.outcomes()).toEqual(["posted", "posted", "posted"]);
  });

  it("reports what is left when AWS omits any part of its responses", async () => {
    const notify = await at.instance();
    const { deployment, revisions } = world();
    const task = described(sample("task-out-of-memory").detail);
    const lesser = [...withOneThingLess({ deployment, revisions, tasks: [task] }, [undefined])].filter(
      (less) => less.revisions && less.tasks?.[0],
    );
    for (const [number, less] of lesser.entries()) {
      at.aws.world = { ...world(), ...less, webhook: WEBHOOK };
      await notify(changedId(sample(number % 2 ? "deployment-failed" : "deployment-completed"), number));
    }

    expect(at.outcomes()).not.toContain("not posted");
    expect(lesser.length).toBeGreaterThan(40);
  });
});

/** A new event of a new deployment. */
const changedId = (event: Sample, number: number): Sample => ({
  ...event,
  id: `${event.id}-${number}`,
  detail: { ...event.detail, updatedAt: String(number) },
});
