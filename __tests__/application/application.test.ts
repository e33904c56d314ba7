import {
  DeregisterTaskDefinitionCommand,
  DescribeTaskDefinitionCommand,
  ECSClient,
  RegisterTaskDefinitionCommand,
} from "@aws-sdk/client-ecs";
import { GetQueueUrlCommand, PurgeQueueCommand, SQSClient } from "@aws-sdk/client-sqs";
import { describeImages } from "../images/sandbox/requirements";
import { until } from "../images/sandbox/container";
import { expectFailover, expectLoss, expectSharedVisits, expectWayBack } from "./cached";
import { EVERYTHING, everythingDuringAStream, MIGRATION } from "./everything";
import { expectDrill, expectTableBack } from "./lost-data";
import { expectHostReplaced, expectMovesWithoutLoss } from "./moves";
import { RunningProject } from "./running-project";
import { expectOffAndOn } from "./switched-off";

jest.setTimeout(600_000);

describeImages("The application on the embedded AWS", () => {
  let project: RunningProject;
  let first: string;

  const ends = async (code: number, ...args: string[]) => {
    const finished = await project.ops(args);
    if (finished.code !== code)
      throw new Error(`ops ${args.join(" ")} ended with ${finished.code}:\n${finished.output}`);
    return finished.output;
  };
  const version = async () => (await project.json<{ version: string }>("/")).version;
  const runs = (kind: "job" | "tick") => project.json<Record<string, number>>(`/runs/${kind}`);

  beforeAll(async () => {
    project = new RunningProject();
    project.change({
      ...EVERYTHING,
      secrets: { APP_KEY: { source: "generated" }, HOSTILE: { source: "operator" } },
    });
    await project.local("up");
  });

  afterAll(async () => {
    await project.local("down");
    project.remove();
  });

  it("answers at the URL of the load balancer, and status ends with 0", async () => {
    first = await version();
    expect(first).toMatch(/^[0-9a-f]{7}$/);
    // The alarm of a silent scheduler may be on until the first minute has ticked.
    await project.allIsWell();
    expect(await ends(0, "status", "production")).toContain("1 of 1 tasks healthy");
  });

  it("sends mail by Amazon SES, from its own address only", async () => {
    const sent = async () =>
      (await (await fetch(`${project.clients.endpoint}/embedded-aws/mail`)).json()) as object[];
    await project.json("/mail/customer@example.org", "POST");
    expect(await sent()).toEqual([
      expect.objectContaining({
        from: expect.stringContaining("no-reply@example.com") as string,
        to: ["customer@example.org"],
        subject: "Hello",
        configurationSet: "api-production",
        text: expect.stringContaining("Welcome") as string,
      }),
    ]);
    const refused = await fetch(`${project.url}/mail/customer@example.org?from=billing@example.com`, {
      method: "POST",
    });
    expect(refused.status).toBe(500);
    expect(await sent()).toHaveLength(1);
    expect(await ends(0, "status", "production")).toContain("example.com is verified by SES");
  });

  it("does jobs, and rings when one fails", async () => {
    await project.json("/jobs/welcome/0", "POST");
    await until("the job is done", async () => (await runs("job")).welcome === 1, 60);
    const status = await ends(0, "status", "production");
    expect(status).toMatch(/^queue +emails: 0 waiting/m);
    expect(status).toMatch(/^queue +reports: 0 waiting/m);

    await project.json("/failing-jobs/hopeless", "POST");
    await until("the alarm rings", async () => (await project.slack()).includes("dead-letter"), 120);
    expect(await ends(1, "status", "production")).toContain("1 job used up all retries");
    const sqs = new SQSClient(project.clients);
    const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: "api-production-jobs-failed" }));
    await sqs.send(new PurgeQueueCommand({ QueueUrl }));
  });

  it("stores uploads, works on three queues and is under maintenance, all during a stream of two minutes", async () => {
    await everythingDuringAStream(project);
  });

  it("runs the schedule every minute", async () => {
    const before = Object.keys(await runs("tick"));
    await until(
      "a minute has ticked",
      async () => Object.keys(await runs("tick")).length > before.length,
      90,
    );
    expect(Object.values(await runs("tick"))).not.toContainEqual(2);
  });

  it("runs a command, and ends with its exit code", async () => {
    expect(await ends(0, "run", "production", "--", "artisan", "about")).toMatch(/Laravel/);
    expect(await ends(1, "run", "production", "--", "artisan", "nothing:like-this")).toContain(
      "no commands defined",
    );
  });

  it("follows the logs, and shows a stack trace as one event", async () => {
    const following = project.opsUntil(/thrown by the fixture[^]*#1 /, [
      "logs",
      "production",
      "--follow",
      "--container",
      "app",
    ]);
    await fetch(`${project.url}/exception`);
    const { code, stdout } = await following;
    expect(code).toBe(130);
    const trace = stdout.slice(stdout.search(/^.*production.ERROR: thrown by the fixture/m));
    // Further lines of an event are indented.
    expect(trace).toMatch(/^\d\d:\d\d:\d\d app +[0-9a-f]{8} [^]*\n {2}#0 .*\n {2}#1 /);
    expect(trace.split("#1 ")[0]?.match(/^\d\d:\d\d:\d\d /gm)).toHaveLength(1);
  });

  it("keeps cache and sessions in a Valkey, where the next web task finds them", () =>
    expectSharedVisits(project));

  it("keeps sessions, and does every job once, when a node of the Valkey fails", () =>
    expectFailover(project));

  it("has a backup that can be restored and read: a drill", () => expectDrill(project));

  it("has a dropped table again after a restore and a swap, and fails no longer than measured", async () => {
    await expectTableBack(project);
    await project.allIsWell();
  });

  // Its plans show also that Terraform changes nothing after the swap.
  it("gets a secret of the operator", async () => {
    const { code, output } = await project.ops(["secret", "set", "production", "HOSTILE"], "a-token\n");
    expect({ code, output }).toMatchObject({ code: 0 });
    await until(
      "the tasks have it",
      async () => (await project.json<{ config: string }>("/environment")).config === "a-token",
      120,
    );
    await project.plansAreEmpty();
  });

  it("does every job once, and runs no minute twice, while worker and scheduler are moved and back", () =>
    expectMovesWithoutLoss(project));

  it.each([
    {
      release: "crashes at its start",
      tag: "crashes",
      text: "Route::get('/',",
      replacement:
        "if (($_SERVER['argv'][1] ?? '') === 'route:cache') throw new Exception('a broken release');\n$&",
      cause: "a broken release",
    },
    {
      release: "is not healthy",
      tag: "unhealthy",
      text: "response('up')",
      replacement: "response('down', 500)",
      cause: "health",
    },
  ])("reverts a release that $release, and says why", async ({ tag, text, replacement, cause }) => {
    await project.push(tag, text, replacement.replace("$&", text));
    const seen = await project.underLoad(async () => {
      expect(await ends(1, "deploy", "production", "--tag", tag)).toContain(cause);
    });
    expect(seen).toEqual({ failures: [], versions: [first] });
    expect(await project.slack()).toMatch(new RegExp(`could not be deployed[^]*app ${first} → ${tag}`));
  });

  it("refuses a release whose image is missing", async () => {
    expect(await ends(2, "deploy", "production", "--tag", "missing")).toContain("Nothing was deployed");
    expect(await version()).toBe(first);
  });

  it("reverts a release that does not fit on the host, and says why", async () => {
    const ecs = new ECSClient(project.clients);
    const { taskDefinition: web } = await ecs.send(
      new DescribeTaskDefinitionCommand({ taskDefinition: "api-production-web" }),
    );
    const larger = web?.containerDefinitions?.map((each) => ({
      ...each,
      memory: (each.memory ?? 0) + 1_000,
    }));
    const { taskDefinition } = await ecs.send(
      new RegisterTaskDefinitionCommand({ ...web, family: web?.family, containerDefinitions: larger }),
    );
    const output = await ends(1, "deploy", "production", "--tag", "crashes", "--timeout", "1");
    await ecs.send(
      new DeregisterTaskDefinitionCommand({ taskDefinition: taskDefinition?.taskDefinitionArn }),
    );
    expect(output).toMatch(/web: needs \d+ MiB, host has \d+ free/);
    expect(await version()).toBe(first);
    expect(await project.slack()).toContain("web cannot place a task: RESOURCE:MEMORY");
  });

  it("is deployed after a snapshot with a migration, and rolled back, without a failed request", async () => {
    project.write("local/example/database/migrations/2026_02_01_000000_add_notes.php", MIGRATION);
    await project.push("v2");
    const seen = await project.underLoad(async () => {
      const output = await ends(0, "deploy", "production", "--tag", "v2", "--snapshot");
      const [, snapshot] = /Taking the snapshot (\S+)\./.exec(output) ?? [];
      expect(output).toContain(`database restore production --snapshot ${snapshot}`);
      expect(await version()).toBe("v2");
      expect(await project.json("/items")).toContainEqual({ id: 1, name: "item 1", note: "new" });
      await project.plansAreEmpty();

      await ends(0, "rollback", "production");
      expect(await version()).toBe(first);
    });
    expect(seen).toEqual({ failures: [], versions: [first, "v2"] });
  });

  it("gets its tasks back when the host dies, which status and Slack report", async () => {
    const [host] = await project.hosts();
    process.kill(project.hostProcess(), "SIGKILL");
    const lost = "web: the host of the task was lost";
    await until("status says it", async () =>
      (await project.ops(["status", "production"])).output.includes(lost),
    );
    await until("it answers again", version, 120);
    await project.allIsWell();
    const slack = await project.slack();
    expect(slack.split(`the host ${host?.instance} was lost: Host EC2`)).toHaveLength(2);
    expect(slack).toContain("web cannot place a task: No Container Instances were found in your cluster.");
  });

  it("moves to a new host, which joins before the old one drains, without a failed request", () =>
    expectHostReplaced(project, { ...EVERYTHING.hosts, ecsAmiRelease: "2023.0.20260210" }));

  it("is switched off, answers 503, and is switched on again with the same rows and jobs", () =>
    expectOffAndOn(project));

  it("goes on with an empty cache when the only node of the Valkey fails", () => expectLoss(project));

  it("gives the Valkey up without a failed request", () => expectWayBack(project));

  it("leaves nothing behind", async () => {
    await project.local("down");
    expect(await project.remains()).toEqual([]);
  });

  it("leaves nothing behind when all its processes were killed while it started", async () => {
    const starting = project.local("up").catch(() => undefined);
    await until(
      "a host boots",
      async () => (await project.remains()).some((each) => each.includes("-ec2-1-lan")),
      300,
    );
    project.kill();
    await starting;
    // Those that were being started.
    project.kill();
    await project.local("down");
    expect(await project.remains()).toEqual([]);
  });
});
