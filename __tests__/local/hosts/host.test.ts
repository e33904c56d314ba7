import {
  AutoScalingClient,
  UpdateAutoScalingGroupCommand,
  DescribeAutoScalingGroupsCommand,
} from "@aws-sdk/client-auto-scaling";
import {
  CreateClusterCommand,
  DescribeContainerInstancesCommand,
  ECSClient,
  ListContainerInstancesCommand,
} from "@aws-sdk/client-ecs";
import {
  AddRoleToInstanceProfileCommand,
  CreateInstanceProfileCommand,
  IAMClient,
} from "@aws-sdk/client-iam";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hostUserData } from "../../../constructs/hosts/host-user-data";
import { clientsOf } from "../../../local/account";
import { startAws, stopAws } from "../../../local/aws";
import { Simulated } from "../../../local/containers/simulated";
import { Fleet, type HostHandle } from "../../../local/hosts/fleet";
import { Host, readSettings } from "../../../local/hosts/host";
import { simulatedPull } from "../../../local/hosts/simulated-pull";
import { LOCAL } from "../../../local/project";
import { eventually } from "../../../local/processes";
import { launchGroup } from "./host-group";
import { createRole } from "./scripted-ecs";

const USER_DATA = hostUserData({ clusterName: "shop", reservedMemoryMiB: 128 });

it("the settings of the agent can be read from the user data where it cannot run", () => {
  expect(readSettings(USER_DATA)).toMatchObject({ ECS_CLUSTER: "shop", ECS_CONTAINER_STOP_TIMEOUT: "120s" });
  expect(readSettings("#!/bin/sh\necho ECS_CLUSTER=a >> /etc/ecs/ecs.config\n")).toEqual({
    ECS_CLUSTER: "a",
  });
});

describe("the hosts of an Auto Scaling group", () => {
  const folder = mkdtempSync(join(tmpdir(), "hosts-"));
  const log: string[] = [];
  let clients: ReturnType<typeof clientsOf>;
  let ecs: ECSClient;

  const scale = (name: string, DesiredCapacity: number) =>
    new AutoScalingClient(clients).send(
      new UpdateAutoScalingGroupCommand({ AutoScalingGroupName: name, DesiredCapacity }),
    );

  const instancesOf = async (name: string) => {
    const { AutoScalingGroups: [group] = [] } = await new AutoScalingClient(clients).send(
      new DescribeAutoScalingGroupsCommand({ AutoScalingGroupNames: [name] }),
    );
    return group?.Instances?.map(({ InstanceId = "" }) => InstanceId) ?? [];
  };

  const registered = async () =>
    (await ecs.send(new ListContainerInstancesCommand({ cluster: "shop" }))).containerInstanceArns ?? [];

  const boot = (instanceId: string) =>
    Host.boot({
      instanceId,
      clients,
      runtime: new Simulated(),
      pull: simulatedPull,
      address: "127.0.0.1",
      log: (line) => log.push(line),
    });

  beforeAll(async () => {
    const { endpoint } = await startAws({ folder, pythonFolder: LOCAL, forTests: true });
    clients = { ...clientsOf(endpoint, "eu-west-1"), maxAttempts: 1 } as ReturnType<typeof clientsOf>;
    ecs = new ECSClient(clients);
    await ecs.send(new CreateClusterCommand({ clusterName: "shop" }));
    await createRole("instance", clients);
    const iam = new IAMClient(clients);
    await iam.send(new CreateInstanceProfileCommand({ InstanceProfileName: "hosts" }));
    await iam.send(
      new AddRoleToInstanceProfileCommand({ InstanceProfileName: "hosts", RoleName: "instance" }),
    );
  });

  afterAll(async () => {
    await stopAws(folder);
    rmSync(folder, { recursive: true, force: true });
  });

  it("join the cluster of their user data, with the memory that is left for tasks", async () => {
    await launchGroup(clients, "joins", USER_DATA);
    const [id = ""] = await instancesOf("joins");
    const host = await boot(id);
    const containerInstances = await registered();
    expect(containerInstances).toHaveLength(1);
    const { containerInstances: [instance] = [] } = await ecs.send(
      new DescribeContainerInstancesCommand({ cluster: "shop", containerInstances }),
    );

    expect(instance).toMatchObject({ ec2InstanceId: id });
    await host.stop();
  });

  it("never appear if their cluster does not exist", async () => {
    await launchGroup(clients, "lost", USER_DATA.replace("ECS_CLUSTER=shop", "ECS_CLUSTER=another"));
    const [id = ""] = await instancesOf("lost");
    const before = await registered();

    await expect(boot(id)).rejects.toThrow();
    expect(await registered()).toEqual(before);
  });

  it("start and stop with their instances, and an instance whose host dies is replaced", async () => {
    await launchGroup(clients, "scales", USER_DATA);
    const running = new Map<string, () => void>();
    const numbers: number[] = [];
    const launch = (id: string, number: number): HostHandle => {
      numbers.push(number);
      let end = () => undefined as void;
      const ended = new Promise<void>((resolve) => (end = resolve)).then(() => void running.delete(id));
      running.set(id, end);
      return { ended, stop: () => Promise.resolve(end()) };
    };
    const others = [...(await instancesOf("joins")), ...(await instancesOf("lost"))];
    const here = () => [...running.keys()].filter((id) => !others.includes(id));
    const fleet = new Fleet({ clients, launch, everySeconds: 0.1, log: (line) => log.push(line) });
    const following = fleet.run();
    expect(await eventually(() => here().length === 1, 10)).toBe(true);

    const [dead = ""] = here();
    running.get(dead)?.();
    expect(await eventually(() => here().length === 1 && here()[0] !== dead, 10)).toBe(true);
    expect(log.join("\n")).toContain(`the host ${dead} died`);

    await scale("scales", 0);
    expect(await eventually(() => here().length === 0, 10)).toBe(true);
    expect(Math.max(...numbers)).toBeLessThanOrEqual(4);
    await fleet.stop();
    await following;
    expect(running.size).toBe(0);
  });
});
