import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  GetLogEventsCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { CreateBucketCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import type { AddressInfo } from "node:net";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { clientsOf } from "../../../local/account";
import { startAws, stopAws } from "../../../local/aws";
import { Simulated } from "../../../local/containers/simulated";
import type { ContainerDescription } from "../../../local/containers/runtime";
import { LOCAL } from "../../../local/project";
import { eventually } from "../../../local/processes";
import { ACCOUNT, createRole, roleArn, ScriptedEcs } from "./scripted-ecs";

const REGION = "eu-west-1";
const EXECUTION = { executionRoleArn: roleArn("execution") };
const BUCKET = "shop-settings";
const file = (key: string) => ({
  environmentFiles: [{ type: "s3" as const, value: `arn:aws:s3:::${BUCKET}/${key}` }],
});
const check = { healthCheck: { command: ["CMD", "true"], interval: 5, retries: 2, startPeriod: 10 } };
const log = (group: string, more: Record<string, string> = {}) => ({
  logConfiguration: {
    logDriver: "awslogs" as const,
    options: { "awslogs-group": group, "awslogs-region": REGION, "awslogs-stream-prefix": "ecs", ...more },
  },
});

describe("the agent of a host", () => {
  const folder = mkdtempSync(join(tmpdir(), "agent-"));
  const started: ContainerDescription[] = [];
  let clients: ReturnType<typeof clientsOf>;
  let ecs: ScriptedEcs;

  beforeAll(async () => {
    const { endpoint } = await startAws({ folder, pythonFolder: LOCAL, forTests: true });
    clients = clientsOf(endpoint, REGION);
    for (const role of ["execution", "instance", "task"]) await createRole(role, clients);
    const s3 = new S3Client(clients);
    await s3.send(
      new CreateBucketCommand({ Bucket: BUCKET, CreateBucketConfiguration: { LocationConstraint: REGION } }),
    );
    await s3.send(
      new PutObjectCommand({ Bucket: BUCKET, Key: "a.env", Body: "A=file\nB=file\nC=file\n# no\nEMPTY=\n" }),
    );
    const parameter = { Name: "/shop/secret/C", Value: "secret", Type: "SecureString" as const };
    await new SSMClient(clients).send(new PutParameterCommand(parameter));
    await new CloudWatchLogsClient(clients).send(new CreateLogGroupCommand({ logGroupName: "/shop/app" }));
  });

  afterAll(async () => {
    await stopAws(folder);
    rmSync(folder, { recursive: true, force: true });
  });

  beforeEach(() => {
    started.length = 0;
    class Recording extends Simulated {
      public override start(...args: Parameters<Simulated["start"]>) {
        started.push(args[0]);
        return super.start(...args);
      }
    }
    ecs = new ScriptedEcs(clients, { runtime: new Recording((image) => ecs.behaviours[image] ?? {}) });
  });

  afterEach(() => ecs.close());

  const names = () => started.map(({ image }) => image.reference);
  const stateOf = (name: string, { containers }: Awaited<ReturnType<ScriptedEcs["reaches"]>>) =>
    containers.find(({ containerName }) => containerName === name);

  it("runs a task, forwards its ports, and stops it when ordered", async () => {
    ecs.order({ containers: [{ name: "app", portMappings: [{ containerPort: 8080, hostPort: 0 }] }] });
    const { containers, pullStartedAt } = await ecs.reaches("RUNNING");
    const [{ networkBindings: [binding] = [] } = {}] = containers;

    expect(pullStartedAt).toBeInstanceOf(Date);
    expect(binding).toMatchObject({ containerPort: 8080, protocol: "tcp" });
    expect(binding?.hostPort).toBeGreaterThanOrEqual(32_768);
    const url = `http://127.0.0.1:${binding?.hostPort}`;
    expect(await (await fetch(url)).text()).toContain("simulated");

    ecs.stopTask();
    expect(stateOf("app", await ecs.reaches("STOPPED"))).toMatchObject({ status: "STOPPED", exitCode: 0 });
    await expect(fetch(url)).rejects.toThrow();
  });

  it("gives a container its settings: file, environment, overrides, secrets, each over the one before", async () => {
    const environment = [
      { name: "B", value: "definition" },
      { name: "C", value: "definition" },
    ];
    const secrets = [{ name: "C", valueFrom: `arn:aws:ssm:${REGION}:${ACCOUNT}:parameter/shop/secret/C` }];
    ecs.order({
      containers: [{ name: "app", command: ["web"], environment, secrets, ...file("a.env") }],
      overrides: {
        containerOverrides: [
          { name: "app", command: ["about"], environment: [{ name: "D", value: "run" }], memory: 99 },
        ],
      },
      roles: EXECUTION,
    });
    await ecs.reaches("RUNNING");

    expect(started[0]).toMatchObject({
      command: ["about"],
      memoryMiB: 99,
      environment: { A: "file", B: "definition", C: "secret", D: "run" },
    });
    expect(started[0]?.environment).not.toHaveProperty("EMPTY");
  });

  it.each([
    [
      "a missing file",
      file("missing.env"),
      /^ResourceInitializationError: failed to download env files: .*NoSuchKey.*404/,
    ],
    [
      "a missing parameter",
      { secrets: [{ name: "X", valueFrom: "/shop/secret/X" }] },
      /^ResourceInitializationError: unable to pull secrets or registry auth: .*invalid parameters: \/shop\/secret\/X$/,
    ],
  ])("does not start a task with %s", async (_, container, reason) => {
    ecs.order({ containers: [{ name: "app", ...container }], roles: EXECUTION });
    const stopped = await ecs.reaches("STOPPED");

    expect(stopped.reason).toMatch(reason);
    expect(started).toEqual([]);
    expect(stateOf("app", stopped)).not.toHaveProperty("exitCode");
  });

  it("reads settings as the execution role, which must exist", async () => {
    ecs.order({ containers: [{ name: "app", ...file("a.env") }] });
    expect((await ecs.reaches("STOPPED")).reason).toContain("unable to find execution role credentials");
  });

  it("reports an image that cannot be pulled", async () => {
    const pull = () =>
      Promise.reject(new Error("CannotPullContainerError: Error response from daemon: not found"));
    const other = new ScriptedEcs(clients, { pull });
    other.order({ containers: [{ name: "app" }] });
    const stopped = await other.reaches("STOPPED");
    await other.close();

    expect(stopped.reason).toContain("CannotPullContainerError");
    expect(stateOf("app", stopped)?.reason).toContain("CannotPullContainerError");
  });

  it("does not start a container without its log group", async () => {
    ecs.order({ containers: [{ name: "app", ...log("/no/group") }], roles: EXECUTION });
    const stopped = await ecs.reaches("STOPPED");

    expect(stateOf("app", stopped)?.reason).toBe(
      "CannotStartContainerError: Error response from daemon: failed to initialize logging driver: failed to create " +
        "Cloudwatch log stream: ResourceNotFoundException: The specified log group does not exist.",
    );
    expect(stopped.reason).toBe("Task failed to start");
  });

  it("sends output to CloudWatch Logs, a stack trace as one event", async () => {
    ecs.behaviours.app = {
      lines: ["2026-01-02 03:04:05 error", "#0 a", "#1 b", "2026-01-02 03:04:06 next"],
      exit: { afterSeconds: 0.05, code: 0 },
    };
    ecs.order({
      containers: [{ name: "app", ...log("/shop/app", { "awslogs-datetime-format": "%Y-%m-%d %H:%M:%S" }) }],
      roles: EXECUTION,
    });
    await ecs.reaches("STOPPED");
    const logStreamName = `ecs/app/${ecs.taskId}`;
    const { events = [] } = await new CloudWatchLogsClient(clients).send(
      new GetLogEventsCommand({ logGroupName: "/shop/app", logStreamName, startFromHead: true }),
    );

    expect(events.map(({ message }) => message)).toEqual([
      "2026-01-02 03:04:05 error\n#0 a\n#1 b",
      "2026-01-02 03:04:06 next",
    ]);
  });

  it("starts containers in order, and stops them in the opposite one", async () => {
    ecs.order({
      containers: [
        { name: "nginx", links: ["app"], dependsOn: [{ containerName: "app", condition: "HEALTHY" }] },
        { name: "app", ...check },
      ],
    });
    await ecs.reaches("RUNNING");
    expect(names()).toEqual(["app", "nginx"]);
    expect(started[1]?.hosts).toEqual({ app: "127.0.0.1" });
    await eventually(() => ecs.health.app === "HEALTHY", 5);
    expect(ecs.health).toEqual({ app: "HEALTHY" });
  });

  it("reports a container that is never healthy, after its start period and retries", async () => {
    ecs.behaviours.app = { neverHealthy: true };
    ecs.order({ containers: [{ name: "app", ...check }] });
    await ecs.reaches("RUNNING");
    expect(ecs.health.app ?? "UNKNOWN").toBe("UNKNOWN");
    expect(await eventually(() => ecs.health.app === "UNHEALTHY", 5)).toBe(true);
  });

  it("stops the others when an essential container ends, with its exit code", async () => {
    ecs.behaviours.app = { exit: { afterSeconds: 0.1, code: 3 } };
    ecs.order({ containers: [{ name: "app" }, { name: "worker", essential: false }] });
    const stopped = await ecs.reaches("STOPPED");

    expect(stateOf("app", stopped)).toMatchObject({ exitCode: 3 });
    expect(stateOf("worker", stopped)).toMatchObject({ exitCode: 0 });
    expect(stopped.reason).toBeUndefined();
  });

  it("goes on without a container that is not essential", async () => {
    ecs.behaviours.worker = { exit: { afterSeconds: 0.05, code: 1 } };
    ecs.order({ containers: [{ name: "app" }, { name: "worker", essential: false }] });
    await eventually(() => ecs.changes.length === 2, 5);

    expect(ecs.changes.map(({ status }) => status)).toEqual(["RUNNING", "RUNNING"]);
    expect(ecs.changes[1]?.containers[1]).toMatchObject({ status: "STOPPED", exitCode: 1 });
  });

  it("reports a container that was killed for memory", async () => {
    ecs.behaviours.app = { outOfMemoryAfterSeconds: 0.05 };
    ecs.order({ containers: [{ name: "app" }] });

    expect(stateOf("app", await ecs.reaches("STOPPED"))).toMatchObject({
      exitCode: 137,
      reason: "OutOfMemoryError: Container killed due to memory usage",
    });
  });

  it("restarts a container by its policy: if it ran long enough, and not after an ignored exit code", async () => {
    const worker = (ignoredExitCodes: number[]) => ({
      name: "worker",
      essential: false,
      restartPolicy: { enabled: true, restartAttemptPeriod: 60, ignoredExitCodes },
    });
    const runs = () => names().filter((name) => name === "worker").length;
    ecs.behaviours.worker = { exit: { afterSeconds: 0.8, code: 1 } };
    ecs.order({ containers: [{ name: "app" }, worker([])] });
    expect(await eventually(() => runs() === 3, 5)).toBe(true);
    ecs.stopTask();
    await ecs.reaches("STOPPED");

    started.length = 0;
    ecs.behaviours.worker = { exit: { afterSeconds: 0.1, code: 1 } };
    ecs.order({ containers: [{ name: "app" }, worker([])] });
    await eventually(() => ecs.changes.length === 2, 5);
    expect(runs()).toBe(1);
    ecs.stopTask();
    await ecs.reaches("STOPPED");

    started.length = 0;
    ecs.behaviours.worker = { exit: { afterSeconds: 0.8, code: 7 } };
    ecs.order({ containers: [{ name: "app" }, worker([7])] });
    await eventually(() => ecs.changes.length === 2, 5);
    expect(runs()).toBe(1);
  });

  it("gives containers the credentials of their task's role only", async () => {
    await new Promise<void>((resolve) => ecs.credentials.server.listen(0, "127.0.0.1", resolve));
    const { port } = ecs.credentials.server.address() as AddressInfo;
    ecs.order({ containers: [{ name: "app" }], roles: { taskRoleArn: roleArn("task") } });
    await ecs.reaches("RUNNING");
    const path = started[0]?.environment.AWS_CONTAINER_CREDENTIALS_RELATIVE_URI ?? "";

    const answer = await fetch(`http://127.0.0.1:${port}${path}`);
    expect(await answer.json()).toMatchObject({
      RoleArn: roleArn("task"),
      AccessKeyId: expect.any(String) as string,
    });
    expect((await fetch(`http://127.0.0.1:${port}/v2/credentials/other`)).status).toBe(400);
    ecs.stopTask();
    await ecs.reaches("STOPPED");
    expect((await fetch(`http://127.0.0.1:${port}${path}`)).status).toBe(400);
    ecs.credentials.server.close();
  });

  it("refuses a task that it cannot run as defined", async () => {
    ecs.order({ containers: [{ name: "app", privileged: true, ulimits: [] }], networkMode: "host" });
    expect((await ecs.reaches("STOPPED")).reason).toBe("This host cannot do: networkMode, privileged of app");
  });
});
