import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  GetLogEventsCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { ContainerDefinition } from "@aws-sdk/client-ecs";
import { clientsOf } from "../../local/account";
import { startAws, stopAws } from "../../local/aws";
import { Namespaces } from "../../local/containers/namespaces";
import { ContainerNetwork } from "../../local/containers/network";
import { HostPorts } from "../../local/hosts/ports";
import { LOCAL, REGISTRY } from "../../local/project";
import { expectToSurviveKill } from "../local/hosts/service-on-hosts";
import { smallImage } from "../helpers/small-image";
import { createRole, roleArn, ScriptedEcs } from "../local/hosts/scripted-ecs";
import { until } from "./sandbox/container";
import { describeImages } from "./sandbox/requirements";

const SOURCE = "10.71.0.9";
const ADDRESS = "127.18.71.2";

/** Answers who asks it, and whose credentials it has. */
const APP = `
const credentials = fetch("http://169.254.170.2" + process.env.AWS_CONTAINER_CREDENTIALS_RELATIVE_URI);
require("node:http").createServer(async (request, response) => response.end(JSON.stringify({
  client: request.socket.remoteAddress,
  role: (await (await credentials).clone().json()).RoleArn,
}))).listen(8080, () => console.log("listening"));`;
/** Passes requests on to its link. */
const PROXY = `
require("node:http").createServer(async (request, response) => response.end(JSON.stringify({
  client: request.socket.remoteAddress,
  behind: await (await fetch("http://app:8080")).json(),
}))).listen(8081, () => require("node:fs").writeFileSync("/tmp/ready", ""));`;

const confined = (name: string, script: string): ContainerDefinition => ({
  name,
  memory: 256,
  user: "33:33",
  readonlyRootFilesystem: true,
  dockerSecurityOptions: ["no-new-privileges"],
  linuxParameters: {
    initProcessEnabled: true,
    capabilities: { drop: ["ALL"] },
    tmpfs: [{ containerPath: "/tmp", size: 8, mountOptions: ["rw", "nosuid", "nodev", "noexec"] }],
  },
  entryPoint: [process.execPath, "-e"],
  command: [script],
  healthCheck: { command: ["CMD-SHELL", "[ -e /tmp/ready ]"], interval: 5, retries: 3, startPeriod: 60 },
});

describeImages("a task on a host with real containers", () => {
  const folder = mkdtempSync(join(tmpdir(), "host-"));
  const network = new ContainerNetwork({ name: "tryhost", subnet: "198.18.74", localAddresses: [SOURCE] });
  const runtime = new Namespaces(network, join(folder, "run"));
  let clients: ReturnType<typeof clientsOf>;
  let ecs: ScriptedEcs;

  beforeAll(async () => {
    const { endpoint } = await startAws({ folder, pythonFolder: LOCAL, forTests: true });
    clients = clientsOf(endpoint, "eu-west-1");
    for (const role of ["instance", "execution", "task"]) await createRole(role, clients);
    await new CloudWatchLogsClient(clients).send(new CreateLogGroupCommand({ logGroupName: "/shop/app" }));
    await runtime.up();
    const image = smallImage(folder, { Env: ["PATH=/usr/bin:/bin"], StopSignal: "SIGTERM" });
    ecs = new ScriptedEcs(clients, {
      runtime,
      pull: () => Promise.resolve(image),
      ports: new HostPorts(ADDRESS, SOURCE),
      pace: 0.1,
    });
    await runtime.serveAgent(ecs.credentials.server);
  });

  afterAll(async () => {
    await ecs.close();
    ecs.credentials.server.close();
    await runtime.down();
    await stopAws(folder);
    rmSync(folder, { recursive: true, force: true });
  });

  it("runs as its definition says, and sees the load balancer as its client", async () => {
    const { healthCheck, ...app } = confined("app", APP);
    const logConfiguration = {
      logDriver: "awslogs" as const,
      options: {
        "awslogs-group": "/shop/app",
        "awslogs-region": "eu-west-1",
        "awslogs-stream-prefix": "ecs",
      },
    };
    const proxy = {
      ...confined("nginx", PROXY),
      links: ["app"],
      portMappings: [{ containerPort: 8081, hostPort: 0 }],
    };
    expect(healthCheck).toBeDefined();
    ecs.order({
      containers: [proxy, { ...app, logConfiguration }],
      roles: { executionRoleArn: roleArn("execution"), taskRoleArn: roleArn("task") },
    });
    const { containers } = await ecs.reaches("RUNNING");
    const port = containers[0]?.networkBindings?.[0]?.hostPort;
    await until("it is healthy", () => ecs.health.nginx === "HEALTHY");

    const answer = (await (await fetch(`http://${ADDRESS}:${port}`)).json()) as { client: string };
    expect(answer).toMatchObject({ behind: { role: roleArn("task") } });
    expect(answer.client).toContain(SOURCE);

    ecs.stopTask();
    const stopped = await ecs.reaches("STOPPED");
    expect(stopped.containers.map(({ exitCode }) => exitCode)).toEqual([143, 143]);
    const { events = [] } = await new CloudWatchLogsClient(clients).send(
      new GetLogEventsCommand({ logGroupName: "/shop/app", logStreamName: `ecs/app/${ecs.taskId}` }),
    );
    expect(events.map(({ message }) => message)).toEqual(["listening"]);
  });

  it("ends when a container needs more memory than it has", async () => {
    const greedy = confined("app", "const all = []; for (;;) all.push(Buffer.alloc(2 ** 24, 1));");
    ecs.order({ containers: [greedy] });
    const { containers } = await ecs.reaches("STOPPED");

    expect(containers[0]).toMatchObject({
      exitCode: 137,
      reason: "OutOfMemoryError: Container killed due to memory usage",
    });
  });

  it("does not run as root", async () => {
    const { user, ...root } = confined("app", "0");
    ecs.order({ containers: [{ ...root, user: "root" }] });
    expect(user).toBe("33:33");
    expect((await ecs.reaches("STOPPED")).containers[0]?.reason).toContain("the user must be numbers here");
  });
});

describeImages("a host that is killed", () => {
  it("takes its containers with it, and its service comes back on the replacement", async () => {
    const folder = mkdtempSync(join(tmpdir(), "host-image-"));
    const { rootfs } = smallImage(folder);
    const layer = join(folder, "layer.tar");
    execFileSync("tar", ["--create", "--file", layer, "--directory", rootfs, "."]);
    const digest = `sha256:${createHash("sha256").update(readFileSync(layer)).digest("hex")}`;
    const blob = join(REGISTRY, "blobs", digest.replace(":", "/"));
    mkdirSync(dirname(blob), { recursive: true });
    cpSync(layer, blob);
    const server = `require("node:http").createServer((_, response) => response.end("alive 4712")).listen(8080)`;
    const { name, healthCheck, ...container } = confined("app", server);
    expect([name, healthCheck]).toBeDefined();
    try {
      await expectToSurviveKill("namespaces", "alive", {
        layers: [{ mediaType: "application/vnd.oci.image.layer.v1.tar", digest, size: statSync(layer).size }],
        config: { Env: ["PATH=/usr/bin:/bin"] },
        container,
      });
      expect(spawnSync("pgrep", ["--full", "alive 4712"]).status).toBe(1);
      expect(execFileSync("ip", ["netns", "list"], { encoding: "utf8" })).not.toMatch(/^ec2-/m);
    } finally {
      rmSync(blob);
      rmSync(folder, { recursive: true, force: true });
    }
  }, 90_000);
});
