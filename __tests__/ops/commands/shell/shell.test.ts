import { Played } from "../../played/played";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { shell } from "../../../../ops/commands/shell/shell";
import { container, environment, healthy, host, task } from "../../diagnosis/observed";

const OPEN = { shell: true };
const app = task("web", [container("nginx"), container("app")], { enableExecuteCommand: true });
/** Amazon RDS speaks XML. */
const database = (endpoint: string) => ({
  status: 200,
  headers: { "content-type": "text/xml" },
  body:
    "<DescribeDBInstancesResponse><DescribeDBInstancesResult><DBInstances><DBInstance>" +
    `${endpoint}</DBInstance></DBInstances></DescribeDBInstancesResult></DescribeDBInstancesResponse>`,
});
const THERE = database("<Endpoint><Address>shop.rds.example</Address><Port>3306</Port></Endpoint>");
const ABSENT = {
  status: 404,
  headers: { "content-type": "text/xml" },
  body: "<ErrorResponse><Error><Type>Sender</Type><Code>DBInstanceNotFound</Code><Message>no</Message></Error></ErrorResponse>",
};

/** Programs that note their arguments in place of opening a session. */
function programs(names: readonly string[], exitCode: number) {
  const folder = mkdtempSync(join(tmpdir(), "programs-"));
  const noted = join(folder, "noted");
  for (const name of names) {
    const file = join(folder, name);
    writeFileSync(
      file,
      `#!/bin/sh\n[ "$1" = --version ] && exit 0\nprintf '%s\\n' ${name} "$@" >> ${noted}\nexit ${exitCode}\n`,
    );
    chmodSync(file, 0o755);
  }
  return { folder, noted };
}

async function opened(
  place: string | undefined,
  {
    changes = {},
    tasks = [app],
    hosts = [host(402)],
    installed = ["aws", "session-manager-plugin"],
    exitCode = 0,
    rds = THERE,
    instance = "",
  } = {},
) {
  const { folder, noted } = programs(installed, exitCode);
  const path = process.env.PATH;
  process.env.PATH = folder;
  const played = await Played.open(
    environment(changes),
    { ...healthy, tasks, hosts },
    { rds: { DescribeDBInstances: () => rds } },
  );
  try {
    const ended = await played.run((operation) => shell(operation, place, instance || undefined));
    let args: string[] = [];
    try {
      args = readFileSync(noted, "utf8").trim().split("\n");
    } catch {
      // Nothing was started.
    }
    return { ...ended, args, asked: played.endpoint.inputsOf("rds:DescribeDBInstances") };
  } finally {
    process.env.PATH = path;
    rmSync(folder, { recursive: true });
    await played.close();
  }
}

describe("ops shell", () => {
  it("opens a shell in the container of a running task", async () => {
    const { exitCode, args } = await opened(undefined, { changes: OPEN });
    expect(exitCode).toBe(0);
    expect(args.join(" ")).toBe(
      `aws ecs execute-command --cluster shop-test --task ${app.taskArn} --container app --interactive --command bash --region eu-west-1`,
    );
  });

  it("opens one on a host, preferring one that works", async () => {
    const cut = host(0, { ec2InstanceId: "i-cut", agentConnected: false });
    const works = host(0, { ec2InstanceId: "i-works" });
    expect((await opened("host", { hosts: [cut, works] })).args.join(" ")).toBe(
      "aws ssm start-session --target i-works --region eu-west-1",
    );
    expect((await opened("host", { hosts: [cut] })).args).toContain("i-cut");
  });

  it("opens a tunnel to the database on a free port, and says how to use it", async () => {
    const { args, said } = await opened("database");
    const parameters = JSON.parse(args[args.indexOf("--parameters") + 1] ?? "") as Record<string, string[]>;
    expect(args.slice(0, 7).join(" ")).toBe(
      "aws ssm start-session --target i-0123456789abcdef0 --document-name AWS-StartPortForwardingSessionToRemoteHost",
    );
    expect(parameters).toMatchObject({ host: ["shop.rds.example"], portNumber: ["3306"] });
    expect(said).toContain(`--port ${parameters.localPortNumber?.[0]} --ssl-mode REQUIRED --user laravel`);
    expect(said).not.toContain("--password=");
  });

  it("opens a tunnel to a restored database", async () => {
    const instance = "shop-test-restored-20261127093000";
    const { exitCode, asked } = await opened("database", { instance });
    expect(exitCode).toBe(0);
    expect(asked).toMatchObject([{ DBInstanceIdentifier: instance }]);
  });

  it("refuses a container where the environment does not allow a shell, and names the alternative", async () => {
    const { exitCode, warned, args } = await opened("app");
    expect([exitCode, args]).toEqual([2, []]);
    expect(warned).toMatchInlineSnapshot(`
     "test does not allow shells in containers: \`shell\` is false in environments/test.ts.
     Fix: Set shell: true and deploy the service stack, which starts tasks with a writable root file system. Or use:
       a command    npm run ops -- run test -- artisan about
       the host     npm run ops -- shell test host
       the database npm run ops -- shell test database
     "
    `);
  });

  it.each<[string, string | undefined, Parameters<typeof opened>[1], string]>([
    ["a place that is none", "redis", {}, 'The place "redis" does not exist.'],
    [
      "a task from before",
      "app",
      { changes: OPEN, tasks: [{ ...app, enableExecuteCommand: false }] },
      "was started before `shell: true`",
    ],
    [
      "a container that does not run",
      "worker",
      { changes: OPEN },
      'No running task has a container "worker". Running containers: nginx, app.',
    ],
    [
      "a database of another environment",
      "database",
      { instance: "shop-production" },
      "shop-production is not a database of test.",
    ],
    [
      "a restored database that is not there",
      "database",
      { instance: "shop-test-restored-20261127093000", rds: ABSENT },
      "The database shop-test-restored-20261127093000 does not exist, or it is still being restored.",
    ],
    ["an instance of another place", "host", { instance: "shop-test" }, "--instance is for the database"],
    ["no host at all", "host", { hosts: [] }, "No host has joined the cluster."],
    ["no database yet", "database", { rds: ABSENT }, "test has no database yet: shop-test does not exist."],
    [
      "a database that is being made",
      "database",
      { rds: database("") },
      "test has no database yet: shop-test does not exist.",
    ],
    [
      "a machine without the plugin",
      "host",
      { installed: ["aws"] },
      "A session needs session-manager-plugin, which is not installed on this machine.",
    ],
    ["a machine without both", "host", { installed: [] }, "A session needs aws and session-manager-plugin"],
  ])("refuses %s", async (_what, place, given, words) => {
    const { exitCode, warned, args } = await opened(place, given);
    expect(warned).toContain(words);
    expect([exitCode, args]).toEqual([2, []]);
  });

  it("fails where the session does", async () => {
    const { exitCode, warned } = await opened("host", { exitCode: 254 });
    expect([exitCode, warned]).toEqual([1, "The session ended with exit code 254.\n"]);
  });
});
