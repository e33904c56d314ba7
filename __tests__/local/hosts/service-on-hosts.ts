import { CreateRepositoryCommand, ECRClient, PutImageCommand } from "@aws-sdk/client-ecr";
import {
  CreateClusterCommand,
  CreateServiceCommand,
  DescribeServicesCommand,
  DescribeTasksCommand,
  ECSClient,
  ListTasksCommand,
  type ContainerDefinition,
  RegisterTaskDefinitionCommand,
} from "@aws-sdk/client-ecs";
import {
  AddRoleToInstanceProfileCommand,
  CreateInstanceProfileCommand,
  IAMClient,
} from "@aws-sdk/client-iam";
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hostUserData } from "../../../constructs/hosts/host-user-data";
import { clientsOf } from "../../../local/account";
import { startAws, stopAws } from "../../../local/aws";
import { Fleet } from "../../../local/hosts/fleet";
import { launchProcess } from "../../../local/hosts/process";
import { LOCAL, REGISTRY } from "../../../local/project";
import { Registry } from "../../../local/images/registry";
import type { RuntimeKind } from "../../../local/containers/possible";
import { eventually } from "../../../local/processes";
import { launchGroup } from "./host-group";
import { ACCOUNT, createRole } from "./scripted-ecs";

const REGION = "eu-west-1";
const IMAGE = `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com/shop/app:1`;
interface Layer {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
}

/**
 * Runs a service on a fleet of host processes, kills its host with SIGKILL, and expects the service on the host of the
 * replacement instance.
 *
 * @param layers of the image, which are in the registry
 */
export async function expectToSurviveKill(
  kind: RuntimeKind,
  answer: string,
  {
    layers = [],
    config = {},
    container = {},
  }: { layers?: Layer[]; config?: object; container?: ContainerDefinition } = {},
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "host-process-"));
  const { endpoint } = await startAws({ folder, pythonFolder: LOCAL, forTests: true, pace: 0.05 });
  const clients = clientsOf(endpoint, REGION);
  const ecs = new ECSClient(clients);
  await ecs.send(new CreateClusterCommand({ clusterName: "shop" }));
  await createRole("instance", clients);
  const iam = new IAMClient(clients);
  await iam.send(new CreateInstanceProfileCommand({ InstanceProfileName: "hosts" }));
  await iam.send(new AddRoleToInstanceProfileCommand({ InstanceProfileName: "hosts", RoleName: "instance" }));
  const ecr = new ECRClient(clients);
  const mediaType = "application/vnd.oci.image.manifest.v1+json";
  const configuration = {
    mediaType: "application/vnd.oci.image.config.v1+json",
    ...new Registry(REGISTRY).write({ architecture: "amd64", os: "linux", config }),
  };
  const manifest = { schemaVersion: 2, mediaType, config: configuration, layers };
  await ecr.send(new CreateRepositoryCommand({ repositoryName: "shop/app" }));
  await ecr.send(
    new PutImageCommand({
      repositoryName: "shop/app",
      imageTag: "1",
      imageManifest: JSON.stringify(manifest),
    }),
  );
  const userData = hostUserData({ clusterName: "shop", reservedMemoryMiB: 128 });
  await launchGroup(clients, "hosts", userData, { MinSize: 1 });

  const pids = new Map<string, number>();
  const log: string[] = [];
  const fleet = new Fleet({
    clients,
    everySeconds: 0.2,
    log: (line) => log.push(line),
    launch: (id, number) => {
      const address = `127.18.75.${number}`;
      const host = launchProcess(id, {
        endpoint,
        region: REGION,
        kind,
        network: { name: `test-ec2-${number}`, subnet: `198.18.${110 + number}` },
        namesFile: "",
        folder,
        address,
      });
      pids.set(id, host.pid);
      return host;
    },
  });
  const following = fleet.run();
  try {
    const { taskDefinition } = await ecs.send(
      new RegisterTaskDefinitionCommand({
        family: "shop",
        networkMode: "bridge",
        containerDefinitions: [
          {
            name: "app",
            image: IMAGE,
            memory: 128,
            portMappings: [{ containerPort: 8080, hostPort: 0 }],
            ...container,
          },
        ],
      }),
    );
    await ecs.send(
      new CreateServiceCommand({
        cluster: "shop",
        serviceName: "web",
        taskDefinition: taskDefinition?.taskDefinitionArn,
        desiredCount: 1,
      }),
    );
    const running = async () => {
      const { services: [service] = [] } = await ecs.send(
        new DescribeServicesCommand({ cluster: "shop", services: ["web"] }),
      );
      return service?.runningCount === 1 && service.deployments?.[0]?.rolloutState === "COMPLETED";
    };
    const why = () =>
      [
        ...log,
        ...readdirSync(folder)
          .filter((file) => file.startsWith("i-"))
          .map((file) => readFileSync(join(folder, file), "utf8")),
      ].join("\n");
    if (!(await eventually(running, 20))) throw new Error(why());
    const url = async () => {
      const { taskArns = [] } = await ecs.send(new ListTasksCommand({ cluster: "shop" }));
      const { tasks: [task] = [] } = await ecs.send(
        new DescribeTasksCommand({ cluster: "shop", tasks: taskArns }),
      );
      const addresses = (await (await fetch(`${endpoint}/embedded-aws/addresses`)).json()) as Record<
        string,
        string
      >;
      const host = [...pids.keys()].at(-1) ?? "";
      return `http://${addresses[host]}:${task?.containers?.[0]?.networkBindings?.[0]?.hostPort}`;
    };
    const first = await url();
    expect(await (await fetch(first)).text()).toContain(answer);

    const [killed = "", pid = 0] = [...pids][0] ?? [];
    process.kill(pid, "SIGKILL");
    await expect(
      eventually(
        () =>
          fetch(first).then(
            () => false,
            () => true,
          ),
        5,
      ),
    ).resolves.toBe(true);
    const moved = async () =>
      pids.size === 2 &&
      (await running()) &&
      (await fetch(await url()).then(
        ({ ok }) => ok,
        () => false,
      ));
    if (!(await eventually(moved, 20))) throw new Error(why());
    expect(log).toContain(`the host ${killed} died: its instance is terminated, and its group replaces it`);
  } finally {
    await fleet.stop();
    await following;
    await stopAws(folder);
    rmSync(folder, { recursive: true, force: true });
  }
}
