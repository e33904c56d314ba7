import type { Payload } from "./played-slack";
import { PlayedSlack } from "./played-slack";
import type { AwsFault } from "./played-aws";
import { CANARY, described, PlayedAws, world } from "./played-aws";
import type { Sample } from "./samples";
import { SAMPLES, sample } from "./samples";
import { withoutTls } from "./without-tls";
import { withOneThingLess } from "./with-one-thing-less";

/** The pauses between attempts are real, but shorter. */
jest.mock("../../../lambda/deploy-notifier/limits", () => ({
  ...jest.requireActual<object>("../../../lambda/deploy-notifier/limits"),
  AWS_PAUSE_MS: 20,
}));
jest.setTimeout(60_000);

const WEBHOOK = "https://hooks.slack.com/services/T0/B0/x";

/** The function as Lambda loads it, against live servers. Only the host of Slack is redirected. */
describe("the notifier", () => {
  let aws: PlayedAws;
  let slack: PlayedSlack;
  const logged: string[] = [];

  beforeAll(async () => {
    [aws, slack] = await Promise.all([PlayedAws.open(), PlayedSlack.open()]);
    withoutTls({
      "hooks.slack.com": () => slack.port,
      "ecs.ap-northeast-1.amazonaws.com": () => aws.port,
      "ssm.ap-northeast-1.amazonaws.com": () => aws.port,
    });
    jest.spyOn(console, "log").mockImplementation((line: string) => void logged.push(line));
  });

  afterAll(() => Promise.all([aws.close(), slack.close()]));

  beforeEach(() => {
    jest.resetModules();
    aws.world = { ...world(), webhook: WEBHOOK };
    aws.faults = {};
    slack.posts.length = 0;
    slack.behave("/services/T0/B0/x");
    logged.length = 0;
    Object.assign(process.env, {
      AWS_REGION: "ap-northeast-1",
      AWS_ENDPOINT_URL: aws.endpoint,
      AWS_ACCESS_KEY_ID: "AKIDEXAMPLE",
      AWS_SECRET_ACCESS_KEY: CANARY,
      AWS_SESSION_TOKEN: CANARY,
      ENVIRONMENT_NAME: "api-production",
      SLACK_PARAMETER: "/api-production/slack/webhook",
      SLACK_CHANNEL: "#deploy",
      SLACK_ICON: ":whale:",
      SLACK_USERNAME: "api-production",
    });
  });

  /** A new instance of the function. */
  const instance = async () => {
    const { handler } = await import("../../../lambda/deploy-notifier/handler");
    return (event: unknown, milliseconds = 15_000) => {
      const end = Date.now() + milliseconds;
      return handler(event, { getRemainingTimeInMillis: () => end - Date.now() });
    };
  };
  const outcomes = () => logged.map((line) => (JSON.parse(line) as { outcome: string }).outcome);

  it.each(SAMPLES)("has words for %s", async (name) => {
    await (
      await instance()
    )(sample(name));

    expect(readable(slack.shown())).toMatchSnapshot();
    expect(outcomes()).toEqual(["posted"]);
    expect(JSON.stringify([logged, slack.posts])).not.toContain(CANARY);
  });

  const said = () => JSON.stringify(slack.shown());
  const tell = async (...names: string[]) => {
    const notify = await instance();
    for (const name of names) await notify(sample(name));
  };

  it("logs an unknown event by its id, and posts nothing", async () => {
    await (
      await instance()
    )({ id: "1-2", source: "aws.ecs", "detail-type": "ECS Container Instance State Change" });

    expect(logged).toEqual([
      '{"outcome":"unknown event","id":"1-2","source":"aws.ecs","type":"ECS Container Instance State Change"}',
    ]);
    expect(slack.posts).toEqual([]);
  });

  it.each(["__proto__", "constructor", "toString"])(
    "takes no kind of event for a known one: %s",
    async (word) => {
      await (
        await instance()
      )({ ...sample("alarm"), "detail-type": word });

      expect(outcomes()).toEqual(["unknown event"]);
    },
  );

  it.each(["__proto__", "constructor", "toString"])("posts an unknown value as it is: %s", async (word) => {
    const notify = await instance();
    const [action, changed] = [sample("placement-failure"), sample("alarm")];
    await notify({ ...action, detail: { ...action.detail, eventName: word } });
    await notify({ ...changed, detail: { ...changed.detail, state: { value: word } } });

    expect(slack.shown().map(({ text }) => text)).toEqual([
      expect.stringContaining(`⚠️ api-production: web ${word}`),
      expect.stringContaining(`❔ api-production: ${word}: api-production/`),
    ]);
  });

  it("posts an event that comes twice once", async () => {
    await tell("deployment-in-progress", "deployment-in-progress");

    expect(outcomes()).toEqual(["posted", "already posted"]);
  });

  it("does not repeat the same trouble of another task", async () => {
    const notify = await instance();
    const again = (id: string, time: string) => ({ ...sample("scheduler-died"), id, time });
    for (const id of ["a", "b"]) {
      const event = again(id, "2026-11-22T04:16:00Z");
      event.detail = { ...event.detail, taskArn: `arn:aws:ecs:ap-northeast-1:123456789012:task/api/${id}` };
      await notify(event);
    }

    expect(outcomes()).toEqual(["posted", "repeated"]);
  });

  it("posts one message for a host that died, not one for each of its tasks", async () => {
    const notify = await instance();
    for (const id of ["a", "b"]) {
      const { detail, ...event } = sample("host-lost");
      const taskArn = `arn:aws:ecs:ap-northeast-1:123456789012:task/api/${id}`;
      await notify({ ...event, id, detail: { ...detail, taskArn, group: `service:${id}` } });
    }

    expect(outcomes()).toEqual(["posted", "repeated"]);
    expect(said()).toContain("the host i-0a1b2c3d4e5f67890 was lost");
  });

  it("throws when Slack does not accept the message, so that Lambda retries the event and then keeps it", async () => {
    // More than there is time for.
    slack.behave("/services/T0/B0/x", ...Array.from({ length: 10 }, () => ({ status: 500 })));
    const notify = await instance();

    await expect(notify(sample("deployment-in-progress"), 1_500)).rejects.toThrow("500");
    expect(outcomes()).toEqual(["not posted"]);
  });

  it("reports a failed release with the cause and the log of its last task", async () => {
    const detail = described(sample("task-out-of-memory").detail);
    aws.world.tasks = [
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
    await tell("deployment-failed");

    expect(said()).toContain("could not be deployed");
    expect(said()).toContain("OutOfMemory");
    expect(said()).toContain("Connection refused");
    expect(said()).not.toContain(CANARY);
  });

  it("reports a task that cannot be placed with the log of the last one", async () => {
    aws.world.tasks = [described(sample("task-out-of-memory").detail)];
    await tell("placement-failure");

    expect(said()).toContain("Connection refused");
  });

  it("reports an old event with its own time, and with the deployment that ran then", async () => {
    aws.world.deployments.unshift({ serviceDeploymentArn: "of-today", startedAt: Date.now() / 1_000 });
    await tell("deployment-completed");

    expect(said()).toContain("<!date^1795321100^");
    expect(aws.asked("DescribeServiceDeployments").at(-1)?.input).toEqual({
      serviceDeploymentArns: [world().deployment.serviceDeploymentArn],
    });
  });

  it("sorts a deployment that has not started yet by its creation time", async () => {
    const [newest, ...older] = world().deployments;
    aws.world.deployments = [{ ...newest, startedAt: undefined, createdAt: newest?.startedAt }, ...older];
    await tell("deployment-completed");

    expect(said()).toContain("is deployed");
  });

  it("leaves open how a deployment ended that ECS no longer lists", async () => {
    aws.world.deployments = [];
    await tell("deployment-completed");

    expect(said()).toContain("It may have been a rollback.");
  });

  it("names the unhealthy container if none ended by itself", async () => {
    const event = sample("task-unhealthy");
    const [first] = event.detail.containers as object[];
    event.detail.containers = [
      { ...first, name: "nginx", exitCode: 0, reason: undefined },
      { ...first, name: "app", exitCode: 0, reason: undefined, healthStatus: "UNHEALTHY" },
    ];
    const notify = await instance();
    await notify(event);

    expect(said()).toContain("app ended with exit code 0. Task failed ELB health checks");
  });

  it.each([
    ["INSUFFICIENT_DATA", "🔕 api-production: ended with insufficient data: api-production/host-memory"],
    ["OF_THE_FUTURE", "❔ api-production: OF_THE_FUTURE: api-production/host-memory"],
  ])("reports the state of an alarm that is neither ALARM nor OK: %s", async (value, title) => {
    const event = sample("alarm");
    event.detail.state = { value, reason: "Insufficient Data: 3 datapoints were unknown." };
    const notify = await instance();
    await notify(event);

    expect(said()).toContain(title);
  });

  it("finds the task that failed among more than one request describes", async () => {
    const failed = described(sample("task-out-of-memory").detail);
    aws.world.tasks = Array.from({ length: 130 }, (_, index) => ({
      ...failed,
      taskArn: `arn:aws:ecs:ap-northeast-1:123456789012:task/api-production/${index}`,
      ...(index === 120 ? {} : { stopCode: "UserInitiated", stoppedReason: "Stopped by an operator" }),
    }));
    await tell("placement-failure");

    expect(said()).toContain("ecs$252Fapp$252F120");
    expect(aws.asked("ListTasks").at(-1)?.input).toMatchObject({ nextToken: "100" });
    const portions = aws.asked("DescribeTasks").slice(-2);
    expect(portions.map(({ input }) => (input.tasks as unknown[]).length)).toEqual([100, 30]);
  });

  it("calls AWS itself if no other endpoint is set", async () => {
    delete process.env.AWS_ENDPOINT_URL;
    await tell("deployment-completed");

    expect(said()).toContain("is deployed");
  });

  it("reports the error message of AWS in either spelling", async () => {
    aws.faults = {
      ListServiceDeployments: { status: 400, type: "ServiceNotFoundException", spelt: "Message" },
    };
    await tell("deployment-completed");

    expect(said()).toContain("ListServiceDeployments: 400 ServiceNotFoundException No.");
  });

  it("never reports a release that was rolled back as deployed, even as a new instance", async () => {
    for (const after of [
      { rollback: { reason: "The circuit breaker tripped." } },
      { status: "ROLLBACK_SUCCESSFUL", statusReason: "The circuit breaker tripped." },
    ]) {
      aws.world.deployment = { ...world().deployment, ...after };
      await tell("deployment-completed");
      jest.resetModules();
    }

    expect(said().match(/was rolled back because the release failed/g)?.length).toBeGreaterThanOrEqual(2);
    expect(said()).not.toContain("is deployed");
  });

  it.each<[string, AwsFault]>([
    ["denies it", { status: 400, type: "AccessDeniedException" }],
    ["throttles", { status: 400, type: "ThrottlingException" }],
    ["is broken", { status: 503, type: "" }],
    ["cuts the line", "reset"],
    ["answers with a page", "not JSON"],
  ])("reports what the event contains, and which details are missing, where AWS %s", async (_how, fault) => {
    aws.faults = { ListServiceDeployments: fault, ListTasks: fault };
    await tell("deployment-completed", "deployment-failed", "placement-failure");

    expect(said()).toContain("It may have been a rollback.");
    expect(said().match(/Details missing/g)).toHaveLength(4);
    expect(outcomes()).toEqual(["posted", "posted", "posted"]);
  });

  it("reports what is left when AWS omits any part of its responses", async () => {
    const notify = await instance();
    const { deployment, revisions } = world();
    const task = described(sample("task-out-of-memory").detail);
    const lesser = [...withOneThingLess({ deployment, revisions, tasks: [task] }, [undefined])].filter(
      (less) => less.revisions && less.tasks?.[0],
    );
    for (const [number, less] of lesser.entries()) {
      aws.world = { ...world(), ...less, webhook: WEBHOOK };
      await notify(changedId(sample(number % 2 ? "deployment-failed" : "deployment-completed"), number));
    }

    expect(outcomes()).not.toContain("not posted");
    expect(lesser.length).toBeGreaterThan(40);
  });

  it.each(["ENVIRONMENT_NAME", "AWS_REGION", "SLACK_PARAMETER"])(
    "does not begin without %s",
    async (name) => {
      delete process.env[name];

      await expect(instance()).rejects.toThrow(`${name} is not set.`);
    },
  );
});

/** A new event of a new deployment. */
const changedId = (event: Sample, number: number): Sample => ({
  ...event,
  id: `${event.id}-${number}`,
  detail: { ...event.detail, updatedAt: String(number) },
});

/** A message as readable text. */
function readable(payloads: Payload[]): string {
  return payloads
    .map(({ text, blocks = [], ...from }) =>
      [JSON.stringify(from), text, ...blocks.map((block) => linesOf(block).join("\n"))].join("\n---\n"),
    )
    .join("\n\n");
}

const linesOf = (value: unknown): string[] =>
  typeof value === "object" && value !== null
    ? Object.entries(value).flatMap(([key, each]) =>
        key === "text" && typeof each === "string" ? [each] : key === "type" ? [] : linesOf(each),
      )
    : [];
