import {
  AutoScalingClient,
  CancelInstanceRefreshCommand,
  CreateAutoScalingGroupCommand,
  DescribeAutoScalingGroupsCommand,
  DescribeInstanceRefreshesCommand,
  SetInstanceHealthCommand,
  StartInstanceRefreshCommand,
  UpdateAutoScalingGroupCommand,
} from "@aws-sdk/client-auto-scaling";
import {
  CreateLaunchTemplateCommand,
  CreateLaunchTemplateVersionCommand,
  DescribeInstancesCommand,
  DescribeSubnetsCommand,
  EC2Client,
} from "@aws-sdk/client-ec2";
import {
  CreateCapacityProviderCommand,
  CreateClusterCommand,
  CreateServiceCommand,
  DescribeContainerInstancesCommand,
  DescribeTasksCommand,
  ECSClient,
  PutClusterCapacityProvidersCommand,
  RegisterContainerInstanceCommand,
  RegisterTaskDefinitionCommand,
  RunTaskCommand,
  StopTaskCommand,
  SubmitTaskStateChangeCommand,
} from "@aws-sdk/client-ecs";
import { setTimeout as sleep } from "node:timers/promises";
import { eventually } from "../../../local/processes";
import { ACCOUNT, REGION, TestAccount } from "../test-account";

let account: TestAccount;
let clients: TestAccount["clients"];

beforeAll(async () => {
  account = await TestAccount.open();
  ({ clients } = account);
}, 90_000);
afterAll(() => account.close());

describe("an Auto Scaling group", () => {
  const AutoScalingGroupName = "hosts";
  const LaunchTemplateName = "hosts";
  const cluster = "shop";

  const ids = async () => {
    const command = new DescribeAutoScalingGroupsCommand({ AutoScalingGroupNames: [AutoScalingGroupName] });
    const { AutoScalingGroups } = await new AutoScalingClient(clients).send(command);
    return (AutoScalingGroups?.[0]?.Instances ?? []).map(({ InstanceId = "" }) => InstanceId);
  };
  const join = async (instanceId: string) => {
    const document = { instanceId, region: REGION, accountId: ACCOUNT, instanceType: "t4g.small" };
    const command = new RegisterContainerInstanceCommand({
      cluster,
      instanceIdentityDocument: JSON.stringify(document),
      totalResources: [
        { name: "CPU", type: "INTEGER", integerValue: 2_048 },
        { name: "MEMORY", type: "INTEGER", integerValue: 1_800 },
      ],
    });
    return (await new ECSClient(clients).send(command)).containerInstance?.containerInstanceArn ?? "";
  };

  it("replaces its host with one of the new version that has joined, and terminates the old one", async () => {
    const ec2 = new EC2Client(clients);
    const autoScaling = new AutoScalingClient(clients);
    const ecs = new ECSClient(clients);
    const { Subnets } = await ec2.send(new DescribeSubnetsCommand({}));
    const LaunchTemplateData = { ImageId: "ami-12c6146b", InstanceType: "t4g.small" as const };
    await ec2.send(new CreateLaunchTemplateCommand({ LaunchTemplateName, LaunchTemplateData }));
    await autoScaling.send(
      new CreateAutoScalingGroupCommand({
        AutoScalingGroupName,
        MinSize: 1,
        MaxSize: 2,
        LaunchTemplate: { LaunchTemplateName, Version: "$Latest" },
        VPCZoneIdentifier: Subnets?.[0]?.SubnetId,
      }),
    );
    await ecs.send(new CreateClusterCommand({ clusterName: cluster }));
    const group = (await autoScaling.send(new DescribeAutoScalingGroupsCommand({}))).AutoScalingGroups?.[0];
    await ecs.send(
      new CreateCapacityProviderCommand({
        name: "hosts",
        autoScalingGroupProvider: {
          autoScalingGroupArn: group?.AutoScalingGroupARN ?? "",
          managedScaling: { status: "ENABLED", maximumScalingStepSize: 1 },
        },
      }),
    );
    const [old = ""] = await ids();
    const oldHost = await join(old);
    await ec2.send(
      new CreateLaunchTemplateVersionCommand({
        LaunchTemplateName,
        LaunchTemplateData: { ...LaunchTemplateData, InstanceType: "t4g.medium" },
      }),
    );
    const start = () =>
      autoScaling.send(
        new StartInstanceRefreshCommand({ AutoScalingGroupName, Preferences: { InstanceWarmup: 30 } }),
      );
    await start();
    await expect(start()).rejects.toMatchObject({ name: "InstanceRefreshInProgressFault" });
    expect(await eventually(async () => (await ids()).length === 2, 10)).toBe(true);
    const status = async () => {
      const command = new DescribeInstanceRefreshesCommand({ AutoScalingGroupName });
      return (await autoScaling.send(command)).InstanceRefreshes?.[0]?.Status;
    };
    expect(await status()).toBe("InProgress");
    const [, replacement = ""] = await ids();
    await join(replacement);

    expect(await eventually(async () => (await status()) === "Successful", 10)).toBe(true);
    expect(await ids()).toEqual([replacement]);
    const described = await ec2.send(new DescribeInstancesCommand({ InstanceIds: [old, replacement] }));
    const instances = (described.Reservations ?? []).flatMap(({ Instances = [] }) => Instances);
    expect(instances.map(({ State, InstanceType }) => [State?.Name, InstanceType])).toEqual([
      ["terminated", "t4g.small"],
      ["running", "t4g.medium"],
    ]);
    const hosts = await ecs.send(
      new DescribeContainerInstancesCommand({ cluster, containerInstances: [oldHost] }),
    );
    expect(hosts.containerInstances?.map(({ status: state }) => state)).not.toContain("ACTIVE");
  });

  it("replaces an unhealthy host", async () => {
    const [sick = ""] = await ids();
    await new AutoScalingClient(clients).send(
      new SetInstanceHealthCommand({ InstanceId: sick, HealthStatus: "Unhealthy" }),
    );

    const now = await ids();
    expect(now).toHaveLength(1);
    expect(now).not.toContain(sick);
  });

  it("keeps its host when a refresh is cancelled", async () => {
    const autoScaling = new AutoScalingClient(clients);
    const before = await ids();
    await autoScaling.send(new StartInstanceRefreshCommand({ AutoScalingGroupName }));
    expect(await eventually(async () => (await ids()).length === 2, 10)).toBe(true);
    await autoScaling.send(new CancelInstanceRefreshCommand({ AutoScalingGroupName }));

    expect(await eventually(async () => (await ids()).length === 1, 10)).toBe(true);
    expect(await ids()).toEqual(before);
  });

  it("keeps a drained host until its task has stopped, and not only begun to stop", async () => {
    const [ecs, autoScaling] = [new ECSClient(clients), new AutoScalingClient(clients)];
    const [old = ""] = await ids();
    const oldHost = await join(old);
    await ecs.send(
      new RegisterTaskDefinitionCommand({
        family: "tick",
        containerDefinitions: [{ name: "app", image: "app", memory: 100 }],
      }),
    );
    const { tasks: [{ taskArn: task = "" } = {}] = [] } = await ecs.send(
      new RunTaskCommand({ cluster, taskDefinition: "tick" }),
    );
    const submit = (status: string) => ecs.send(new SubmitTaskStateChangeCommand({ cluster, task, status }));
    await submit("RUNNING");
    await autoScaling.send(new StartInstanceRefreshCommand({ AutoScalingGroupName }));
    expect(await eventually(async () => (await ids()).length === 2, 10)).toBe(true);
    const replacement = (await ids()).find((each) => each !== old) ?? "";
    await join(replacement);
    const isDraining = async () => {
      const command = new DescribeContainerInstancesCommand({ cluster, containerInstances: [oldHost] });
      return (await ecs.send(command)).containerInstances?.[0]?.status === "DRAINING";
    };
    expect(await eventually(isDraining, 10)).toBe(true);

    await ecs.send(new StopTaskCommand({ cluster, task }));
    // Several looks at the tasks of the host.
    await sleep(500);
    expect(await isDraining()).toBe(true);
    await submit("STOPPED");
    expect(await eventually(async () => (await ids()).length === 1, 10)).toBe(true);
    expect(await ids()).toEqual([replacement]);
    const { tasks: [stopped] = [] } = await ecs.send(new DescribeTasksCommand({ cluster, tasks: [task] }));
    expect(stopped?.stopCode).toBe("UserInitiated");
  });

  it("grows for a task that has no room", async () => {
    const ecs = new ECSClient(clients);
    const use = { capacityProvider: "hosts", weight: 1 };
    await ecs.send(
      new PutClusterCapacityProvidersCommand({
        cluster,
        capacityProviders: ["hosts"],
        defaultCapacityProviderStrategy: [use],
      }),
    );
    await ecs.send(
      new RegisterTaskDefinitionCommand({
        family: "web",
        containerDefinitions: [{ name: "app", image: "app", memory: 1_000, cpu: 100 }],
      }),
    );
    await ecs.send(
      new CreateServiceCommand({
        cluster,
        serviceName: "web",
        taskDefinition: "web",
        desiredCount: 2,
        capacityProviderStrategy: [use],
      }),
    );

    expect(await eventually(async () => (await ids()).length === 2, 10)).toBe(true);
  });

  it("lets a task outside services wait for room", async () => {
    const [ecs, [instance = ""]] = [new ECSClient(clients), await ids()];
    const containerInstanceArn = await join(instance);
    await ecs.send(
      new RegisterTaskDefinitionCommand({
        family: "small",
        containerDefinitions: [{ name: "app", image: "app", memory: 700 }],
      }),
    );
    const run = async () =>
      (await ecs.send(new RunTaskCommand({ cluster, taskDefinition: "small" }))).tasks?.[0]?.taskArn ?? "";
    const described = async (task: string) =>
      (await ecs.send(new DescribeTasksCommand({ cluster, tasks: [task] }))).tasks?.[0];
    const [task, waiting] = [await run(), await run()];
    expect(await described(task)).toMatchObject({ containerInstanceArn });
    expect(await described(waiting)).toMatchObject({ lastStatus: "PROVISIONING", desiredStatus: "RUNNING" });
    expect(await described(waiting)).not.toHaveProperty("containerInstanceArn");

    await ecs.send(new StopTaskCommand({ cluster, task }));
    const hasHost = async () => (await described(waiting))?.containerInstanceArn === (await join(instance));
    expect(await eventually(hasHost, 10)).toBe(true);
    await ecs.send(new StopTaskCommand({ cluster, task: waiting }));
  });

  it("drains its hosts when its maximum becomes 0, and keeps each until its tasks have stopped", async () => {
    const ecs = new ECSClient(clients);
    const autoScaling = new AutoScalingClient(clients);
    const resize = (size: { MinSize: number; MaxSize: number }) =>
      autoScaling.send(new UpdateAutoScalingGroupCommand({ AutoScalingGroupName, ...size }));
    const group = async () =>
      (await autoScaling.send(new DescribeAutoScalingGroupsCommand({}))).AutoScalingGroups?.[0];
    const states = async () => (await group())?.Instances?.map(({ LifecycleState }) => LifecycleState);
    const overrides = { containerOverrides: [{ name: "app", memory: 500 }] };
    const [host = ""] = await ids();
    // ECS places no task on a host whose agent it has not heard for a while.
    await join(host);
    const { tasks, failures } = await ecs.send(
      new RunTaskCommand({ cluster, taskDefinition: "web", overrides }),
    );
    expect([tasks?.length, failures]).toEqual([1, []]);

    await resize({ MinSize: 0, MaxSize: 0 });

    expect((await group())?.DesiredCapacity).toBe(0);
    // The other one has not joined the cluster, so no task can run on it.
    expect(await states()).toEqual(["Terminating:Wait"]);
    await resize({ MinSize: 1, MaxSize: 1 });
    expect(await states()).toEqual(["Terminating:Wait", "InService"]);
    await resize({ MinSize: 0, MaxSize: 0 });
    expect(await states()).toEqual(["Terminating:Wait"]);

    await ecs.send(new StopTaskCommand({ cluster, task: tasks?.[0]?.taskArn }));
    expect(await eventually(async () => (await ids()).length === 0, 10)).toBe(true);
  });
});
