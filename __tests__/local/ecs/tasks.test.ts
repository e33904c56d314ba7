import type { RunTaskCommandInput, Task } from "@aws-sdk/client-ecs";
import {
  DeleteClusterCommand,
  DeregisterContainerInstanceCommand,
  DescribeContainerInstancesCommand,
  DescribeTasksCommand,
  RunTaskCommand,
  StopTaskCommand,
} from "@aws-sdk/client-ecs";
import { Agent } from "./agent";
import { Stage } from "./stage";

describe("a task of the embedded AWS outside services", () => {
  let stage: Stage;
  beforeAll(async () => void (stage = await Stage.open()));
  beforeEach(() => stage.begin());
  afterEach(() => stage.end());
  afterAll(() => stage.close());

  const run = (taskDefinition: string, options: Partial<RunTaskCommandInput> = {}) =>
    stage.ecs.send(new RunTaskCommand({ cluster: stage.cluster, taskDefinition, ...options }));

  const described = async (task: Task | undefined) =>
    (await stage.ecs.send(new DescribeTasksCommand({ cluster: stage.cluster, tasks: [task?.taskArn ?? ""] })))
      .tasks?.[0];

  async function until(task: Task | undefined, status: string): Promise<Task | undefined> {
    for (let look = 0; look < 200; look++) {
      const seen = await described(task);
      if (seen?.lastStatus === status) return seen;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error(`not ${status}: ${JSON.stringify(await described(task))}`);
  }

  it("runs with its overrides and ends with its exit code", async () => {
    stage.script.migrate = { exits: 3 };
    await stage.host();
    const revision = await stage.revision("migrate");
    const overrides = { containerOverrides: [{ name: "app", command: ["artisan", "migrate"] }] };
    const { tasks } = await run(revision, { overrides, startedBy: "ops run" });
    expect(tasks).toMatchObject([
      { lastStatus: "PROVISIONING", group: `family:${stage.cluster}`, startedBy: "ops run", overrides },
    ]);
    expect(await until(tasks?.[0], "STOPPED")).toMatchObject({
      stopCode: "EssentialContainerExited",
      containers: [{ name: "app", image: "migrate", exitCode: 3 }],
    });
  });

  it("is refused with the reason of each host without room", async () => {
    const { arn } = await stage.host({ memory: 500 });
    const revision = await stage.revision("good");
    expect(await run(revision, { count: 2 })).toMatchObject({
      tasks: [{}],
      failures: [{ arn, reason: "RESOURCE:MEMORY" }],
    });
    const { containerInstances } = await stage.ecs.send(
      new DescribeContainerInstancesCommand({ cluster: stage.cluster, containerInstances: [arn] }),
    );
    expect(containerInstances?.[0]?.remainingResources).toContainEqual(
      expect.objectContaining({ name: "MEMORY", integerValue: 200 }),
    );
  });

  it("is refused where no host has joined", async () => {
    await expect(run(await stage.revision("good"))).rejects.toThrow("No Container Instances were found");
  });

  it("is refused where the agent of the only host is silent", async () => {
    const host = await stage.host();
    const revision = await stage.revision("good");
    await stage.silence(host);
    expect(await run(revision)).toMatchObject({ tasks: [], failures: [{ arn: host.arn, reason: "AGENT" }] });
  });

  it("is stopped for the reason that the user gives", async () => {
    await stage.host();
    const { tasks } = await run(await stage.revision("good"));
    await until(tasks?.[0], "RUNNING");
    const task = tasks?.[0]?.taskArn;
    await stage.ecs.send(new StopTaskCommand({ cluster: stage.cluster, task, reason: "ops: enough" }));
    expect(await until(tasks?.[0], "STOPPED")).toMatchObject({
      stopCode: "UserInitiated",
      stoppedReason: "ops: enough",
      containers: [{ exitCode: 143 }],
    });
  });

  it("needs a host whose cluster exists", async () => {
    const agent = new Agent(stage.clients, "no-such-cluster", await stage.instance());
    await expect(agent.register()).rejects.toThrow("Cluster not found.");
  });

  it("ends when its host leaves the cluster", async () => {
    const host = await stage.host();
    const { tasks } = await run(await stage.revision("good"));
    await until(tasks?.[0], "RUNNING");
    const leave = { cluster: stage.cluster, containerInstance: host.arn };
    await expect(stage.ecs.send(new DeregisterContainerInstanceCommand(leave))).rejects.toThrow(
      "running tasks",
    );
    await stage.ecs.send(new DeregisterContainerInstanceCommand({ ...leave, force: true }));
    expect(await until(tasks?.[0], "STOPPED")).toMatchObject({
      stoppedReason: "Container instance deregistered.",
    });
  });

  it("keeps its cluster from being deleted", async () => {
    await stage.host();
    const deletion = new DeleteClusterCommand({ cluster: stage.cluster });
    await expect(stage.ecs.send(deletion)).rejects.toMatchObject({
      name: "ClusterContainsContainerInstancesException",
    });
  });
});
