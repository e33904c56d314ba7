import {
  DeleteServiceCommand,
  ListServiceDeploymentsCommand,
  StopServiceDeploymentCommand,
  UpdateServiceCommand,
} from "@aws-sdk/client-ecs";
import { DescribeTargetHealthCommand } from "@aws-sdk/client-elastic-load-balancing-v2";
import { messages, Stage } from "./stage";

describe("a service of the embedded AWS", () => {
  let stage: Stage;
  beforeAll(async () => void (stage = await Stage.open()));
  beforeEach(() => stage.begin());
  afterEach(() => stage.end());
  afterAll(() => stage.close());

  const balanced = (targetGroupArn: string) => ({
    loadBalancers: [{ targetGroupArn, containerName: "app", containerPort: 80 }],
  });

  it("has no task while no host has joined, and starts one when a host joins", async () => {
    const revision = await stage.revision("good");
    await stage.serve(revision);
    const waiting = await stage.until("an event", ({ events = [] }) => events.length > 0);
    expect(messages(waiting)).toEqual([
      "(service web) was unable to place a task because no container instance met all of its requirements. " +
        "Reason: No Container Instances were found in your cluster. For more information, see the " +
        "Troubleshooting section of the Amazon ECS Developer Guide.",
    ]);

    await stage.host();
    const service = await stage.settled(revision);
    const [task] = await stage.tasks();
    const { id } = service.deployments?.[0] ?? {};
    expect(service).toMatchObject({ runningCount: 1, pendingCount: 0 });
    expect(task).toMatchObject({ lastStatus: "RUNNING", group: "service:web", startedBy: id });
    expect(messages(service).slice(1)).toEqual([
      `(service web) has started 1 tasks: (task ${task?.taskArn?.split("/").at(-1)}).`,
      `(service web) (deployment ${id}) deployment completed.`,
      "(service web) has reached a steady state.",
    ]);
  });

  it("waits without failing while no host has the memory, and recovers", async () => {
    const revision = await stage.revision("good", { memory: 1_200 });
    const small = await stage.host();
    await stage.serve(revision);
    const waiting = await stage.until("an event", ({ events = [] }) => events.length > 0);
    expect(messages(waiting)).toEqual([
      "(service web) was unable to place a task because no container instance met all of its requirements. " +
        `The closest matching (container-instance ${small.id}) has insufficient memory available. For more ` +
        "information, see the Troubleshooting section of the Amazon ECS Developer Guide.",
    ]);
    expect(waiting.deployments).toMatchObject([{ rolloutState: "IN_PROGRESS", failedTasks: 0 }]);

    await stage.host({ memory: 1_500 });
    await stage.settled(revision);
  });

  it("rolls to a new revision without a moment below its minimum", async () => {
    const [old, next] = [await stage.revision("old"), await stage.revision("next")];
    const targetGroup = await stage.targetGroup();
    await stage.host({ targetGroup });
    await stage.serve(old, { desiredCount: 2, ...balanced(targetGroup) });
    await stage.settled(old);

    const healthy: number[] = [];
    let rolled = false;
    const watching = (async () => {
      while (!rolled) {
        const answer = await stage.elb.send(new DescribeTargetHealthCommand({ TargetGroupArn: targetGroup }));
        const states = answer.TargetHealthDescriptions?.map(({ TargetHealth }) => TargetHealth?.State) ?? [];
        healthy.push(states.filter((state) => state === "healthy").length);
      }
    })();
    await stage.deploy(next);
    const service = await stage.settled(next);
    rolled = true;
    await watching;

    expect(Math.min(...healthy)).toBe(2);
    expect(messages(service)).toEqual(
      expect.arrayContaining([
        `(service web) registered 1 targets in (target-group ${targetGroup})`,
        "(service web) has begun draining connections on 1 tasks.",
        `(service web) deregistered 1 targets in (target-group ${targetGroup})`,
        expect.stringMatching(/^\(service web\) has stopped 1 running tasks: \(task \w+\)\.$/),
      ]),
    );
    expect((await stage.history()).map(({ status }) => status)).toEqual(["SUCCESSFUL", "SUCCESSFUL"]);
  });

  it("stops the old task before it starts the new one where its maximum is 100 percent", async () => {
    const [old, next] = [await stage.revision("old"), await stage.revision("next")];
    await stage.host();
    await stage.serve(old, {
      deploymentConfiguration: { minimumHealthyPercent: 0, maximumPercent: 100 },
    });
    await stage.settled(old);
    const counts: number[] = [];
    await stage.deploy(next);
    await stage.until("the new task", ({ deployments = [], runningCount = 0, pendingCount = 0 }) => {
      counts.push(runningCount + pendingCount);
      return deployments.length === 1 && deployments[0]?.rolloutState === "COMPLETED";
    });
    expect(Math.max(...counts)).toBe(1);
  });

  it("returns to the last completed deployment when three tasks crash", async () => {
    const [good, bad] = [await stage.revision("good"), await stage.revision("bad")];
    stage.script.bad = { exits: 1 };
    await stage.host();
    await stage.serve(good);
    const { deployments } = await stage.settled(good);
    await stage.deploy(bad);
    const returning = await stage.until("a rollback", ({ deployments: seen = [] }) => {
      return seen[0]?.taskDefinition === good && seen[0].id !== deployments?.[0]?.id;
    });
    const service = await stage.settled(good);

    expect(returning.deployments?.[0]).toMatchObject({
      status: "PRIMARY",
      rolloutState: "IN_PROGRESS",
      rolloutStateReason: `ECS deployment circuit breaker: rolling back to deploymentId ${deployments?.[0]?.id}.`,
    });
    const reason = "ECS deployment circuit breaker: tasks failed to start.";
    expect(await stage.history()).toMatchObject([
      {
        status: "ROLLBACK_SUCCESSFUL",
        rollback: { reason },
        deploymentCircuitBreaker: { status: "TRIGGERED", failureCount: 3, threshold: 3 },
      },
      { status: "SUCCESSFUL" },
    ]);
    expect(messages(service)).toContain(`(service web) rolling back to deployment ${deployments?.[0]?.id}.`);
    const crashed = (await stage.tasks("STOPPED")).filter(
      ({ taskDefinitionArn }) => taskDefinitionArn === bad,
    );
    expect(crashed).toHaveLength(3);
    expect(crashed[0]).toMatchObject({
      stopCode: "EssentialContainerExited",
      stoppedReason: "Essential container in task exited",
      containers: [{ exitCode: 1, lastStatus: "STOPPED" }],
    });
  });

  it("is stalled when its first deployment fails: there is nothing to return to", async () => {
    stage.script.bad = { fails: "CannotPullContainerError: not found" };
    await stage.host();
    await stage.serve(await stage.revision("bad"));
    const service = await stage.until(
      "a failure",
      (each) => each.deployments?.[0]?.rolloutState === "FAILED",
    );
    expect(service.deployments).toMatchObject([
      { failedTasks: 3, rolloutStateReason: "ECS deployment circuit breaker: tasks failed to start." },
    ]);
    expect(await stage.history()).toMatchObject([{ status: "STOPPED" }]);
    expect((await stage.tasks("STOPPED"))[0]).toMatchObject({
      stopCode: "TaskFailedToStart",
      stoppedReason: "Task failed to start",
      containers: [{ reason: "CannotPullContainerError: not found" }],
    });
  });

  it("starts tasks at growing intervals when they never start, without a circuit breaker", async () => {
    stage.script.bad = { fails: "CannotPullContainerError: not found" };
    await stage.host();
    await stage.serve(await stage.revision("bad"), { deploymentConfiguration: { maximumPercent: 200 } });
    await stage.until("an event", (service) =>
      messages(service).includes(
        "(service web) is unable to consistently start tasks successfully. For more information, see the " +
          "Troubleshooting section of the Amazon ECS Developer Guide.",
      ),
    );
    expect(await stage.tasks("STOPPED")).toHaveLength(3);
    await stage.until("a fourth failure", ({ deployments }) => deployments?.[0]?.failedTasks === 4);
  });

  it("counts a task that the load balancer finds unhealthy after the grace period", async () => {
    const [good, bad] = [await stage.revision("good"), await stage.revision("bad")];
    stage.script.bad = { target: "unhealthy" };
    const targetGroup = await stage.targetGroup();
    await stage.host({ targetGroup });
    await stage.serve(good, { ...balanced(targetGroup), healthCheckGracePeriodSeconds: 60 });
    await stage.settled(good);
    const began = Date.now();
    await stage.deploy(bad);
    await stage.settled(good);
    expect(Date.now() - began).toBeGreaterThan(3 * 600);
    expect(await stage.history()).toMatchObject([
      { status: "ROLLBACK_SUCCESSFUL" },
      { status: "SUCCESSFUL" },
    ]);
    expect(await stage.tasks("STOPPED")).toContainEqual(
      expect.objectContaining({
        stopCode: "ServiceSchedulerInitiated",
        stoppedReason: `Task failed ELB health checks in (target-group ${targetGroup})`,
      }),
    );
  });

  it("starts the replacement of a task first whose container becomes unhealthy", async () => {
    const revision = await stage.revision("good", { checked: true });
    await stage.host();
    await stage.serve(revision);
    await stage.settled(revision);
    const [first] = await stage.tasks();
    stage.script.good = { health: "UNHEALTHY", of: first?.taskArn ?? "" };
    await stage.until("its end", (each) => messages(each).some((line) => line.includes("has stopped")));
    const [[replacement], [stopped]] = [await stage.tasks(), await stage.tasks("STOPPED")];
    expect(stopped).toMatchObject({
      taskArn: first?.taskArn,
      stopCode: "ServiceSchedulerInitiated",
      stoppedReason: "Task failed container health checks",
    });
    expect(stopped?.stoppingAt?.getTime()).toBeGreaterThan(replacement?.startedAt?.getTime() ?? Infinity);
  });

  it("returns to the last completed deployment when an operator stops the service deployment", async () => {
    const [good, slow] = [await stage.revision("good"), await stage.revision("slow", { checked: true })];
    stage.script.slow = { health: "UNKNOWN" };
    await stage.host();
    await stage.serve(good);
    await stage.settled(good);
    await stage.deploy(slow);
    await stage.until("two tasks", ({ runningCount }) => runningCount === 2);
    const listed = await stage.ecs.send(
      new ListServiceDeploymentsCommand({ cluster: stage.cluster, service: "web", status: ["IN_PROGRESS"] }),
    );
    const [{ serviceDeploymentArn } = {}] = listed.serviceDeployments ?? [];
    const stop = new StopServiceDeploymentCommand({ serviceDeploymentArn, stopType: "ROLLBACK" });
    await stage.ecs.send(stop);
    await stage.settled(good);
    expect(await stage.history()).toMatchObject([
      { status: "ROLLBACK_SUCCESSFUL" },
      { status: "SUCCESSFUL" },
    ]);
    await expect(stage.ecs.send(stop)).rejects.toThrow("not in progress");
  });

  it("replaces a deployment in progress by a newer one", async () => {
    const [slow, good] = [await stage.revision("slow", { checked: true }), await stage.revision("good")];
    stage.script.slow = { health: "UNKNOWN" };
    await stage.host();
    await stage.serve(slow);
    await stage.until("a task", ({ runningCount }) => runningCount === 1);
    await stage.deploy(good);
    await stage.settled(good);
    expect(await stage.history()).toMatchObject([
      { status: "SUCCESSFUL" },
      { status: "STOPPED", statusReason: "Superseded by a newer deployment." },
    ]);
  });

  it("follows its desired count, is deployed again when forced, and ends when it is deleted", async () => {
    const revision = await stage.revision("good");
    await stage.host();
    await stage.serve(revision);
    await stage.settled(revision);
    const named = { cluster: stage.cluster, service: "web" };
    await stage.ecs.send(new UpdateServiceCommand({ ...named, desiredCount: 2 }));
    await stage.until("two tasks", ({ runningCount }) => runningCount === 2);
    expect(await stage.history()).toHaveLength(1);
    await stage.ecs.send(new UpdateServiceCommand({ ...named, forceNewDeployment: true }));
    await stage.settled(revision);
    expect(await stage.history()).toMatchObject([{ status: "SUCCESSFUL" }, { status: "SUCCESSFUL" }]);

    await expect(stage.ecs.send(new DeleteServiceCommand(named))).rejects.toThrow("scaled above 0");
    await stage.ecs.send(new DeleteServiceCommand({ ...named, force: true }));
    await stage.until("its end", ({ status, runningCount }) => status === "INACTIVE" && runningCount === 0);
    await expect(stage.deploy(revision)).rejects.toThrow("Service was not ACTIVE.");
  });

  it("does not wait for tasks that are stopping when it is deleted", async () => {
    const revision = await stage.revision("good");
    const host = await stage.host();
    await stage.serve(revision);
    await stage.settled(revision);
    // From now on no task of the host can end.
    await host.stop();
    await stage.ecs.send(new DeleteServiceCommand({ cluster: stage.cluster, service: "web", force: true }));
    await stage.until("its end", ({ status }) => status === "INACTIVE");
    expect(await stage.tasks("STOPPED")).toMatchObject([{ lastStatus: "STOPPING" }]);
  });
});
