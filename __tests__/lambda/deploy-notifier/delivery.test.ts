import { PlayedAws } from "./played-aws";
import { PlayedSlack } from "./played-slack";
import { withoutTls } from "./without-tls";

/** The times are real, but shorter. */
jest.mock("../../../lambda/deploy-notifier/limits", () => ({
  ...jest.requireActual<object>("../../../lambda/deploy-notifier/limits"),
  AWS_PAUSE_MS: 20,
  SLACK_PAUSE_MS: 50,
  LONGEST_TRY_MS: 1_000,
}));
jest.setTimeout(40_000);

/** Enough on a busy machine. */
const PATIENCE_MS = 30_000;

const message = { payload: { text: "posted", blocks: [] }, plain: { text: "posted" } };

describe("a message", () => {
  let aws: PlayedAws;
  let slack: PlayedSlack;
  let deliver: typeof import("../../../lambda/deploy-notifier/delivery").deliver;

  beforeAll(async () => {
    // The pauses are the shortest ones that the jitter may give, in every run.
    jest.spyOn(Math, "random").mockReturnValue(0);
    [aws, slack] = await Promise.all([PlayedAws.open(), PlayedSlack.open()]);
    withoutTls({ "slack.test": () => slack.port });
  });
  afterAll(() => Promise.all([aws.close(), slack.close()]));

  beforeEach(async () => {
    Object.assign(process.env, {
      AWS_REGION: "eu-west-1",
      AWS_ENDPOINT_URL: aws.endpoint,
      AWS_ACCESS_KEY_ID: "AKIDEXAMPLE",
      AWS_SECRET_ACCESS_KEY: "x",
      ENVIRONMENT_NAME: "shop",
      SLACK_PARAMETER: "/shop/slack/webhook",
    });
    delete process.env.AWS_SESSION_TOKEN;
    aws.faults = {};
    aws.questions.length = 0;
    aws.world.webhook = "https://slack.test/a";
    slack.posts.length = 0;
    slack.whenPosted("/a", () => undefined);
    // A new instance of the function, which has not read a webhook yet.
    jest.resetModules();
    ({ deliver } = await import("../../../lambda/deploy-notifier/delivery"));
  });

  const within = (milliseconds: number) => deliver(message, Date.now() + milliseconds);

  it("is posted once when there is no error", async () => {
    slack.behave("/a", { status: 200, body: "ok" });

    expect(await within(PATIENCE_MS)).toBe(1);
    expect(slack.posts).toHaveLength(1);
  });

  it("waits as long as Slack's Retry-After", async () => {
    slack.behave("/a", { status: 429, headers: { "retry-after": "1" } }, { status: 200 });
    const began = Date.now();

    expect(await within(PATIENCE_MS)).toBe(2);
    expect(Date.now() - began).toBeGreaterThanOrEqual(1_000);
  });

  it("fails when there is no time to wait that long", async () => {
    slack.behave("/a", { status: 429, headers: { "retry-after": "30" } });

    await expect(within(3_000)).rejects.toThrow("Slack did not accept it in time (attempts: 1): 429");
  });

  it("is retried after a connection that is reset, and one that hangs", async () => {
    slack.behave("/a", "reset", "hang", { status: 200 });

    expect(await within(PATIENCE_MS)).toBe(3);
  });

  it("is retried after a transient error of Slack", async () => {
    slack.behave("/a", { status: 503 }, { status: 200 });

    expect(await within(PATIENCE_MS)).toBe(2);
  });

  it("counts as posted when Slack accepts it, even if the response body is lost", async () => {
    for (const behaviour of ["slow body", "truncated body"] as const) {
      slack.behave("/a", behaviour);
      expect(await within(PATIENCE_MS)).toBe(1);
    }
    expect(slack.posts).toHaveLength(2);
  });

  it("reports the error, without the URL of the request", async () => {
    slack.behave("/a", "hang");
    await expect(within(3_000)).rejects.toThrow(/\(attempts: \d\): no answer in time$/);

    slack.behave("/a", "reset");
    await expect(within(2_000)).rejects.toThrow(/\(attempts: \d\): ECONNRESET$/);
  });

  it("is posted as plain text when Slack rejects its blocks", async () => {
    slack.behave("/a", { status: 400, body: "invalid_blocks" }, { status: 200 });

    await within(PATIENCE_MS);
    expect(slack.shown()).toEqual([{ text: "posted" }]);
  });

  it("fails when Slack rejects the plain text too", async () => {
    slack.behave("/a", { status: 400, body: "no_text" });

    await expect(within(PATIENCE_MS)).rejects.toThrow("Slack rejected the plain text too: 400 no_text");
    expect(slack.posts).toHaveLength(2);
  });

  it("goes to the webhook that an operator has set meanwhile", async () => {
    slack.behave("/a", { status: 200 }, { status: 404, body: "no_service" });
    slack.behave("/b", { status: 200 });
    await within(PATIENCE_MS);
    aws.world.webhook = "https://slack.test/b";

    expect(await within(PATIENCE_MS)).toBe(2);
  });

  it("fails when the parameter still has the rejected webhook", async () => {
    slack.behave("/a", { status: 410, body: "channel_is_archived" });

    await expect(within(PATIENCE_MS)).rejects.toThrow(
      "Slack rejects the webhook, and its parameter has no newer one",
    );
    expect(slack.posts).toHaveLength(1);
  });

  it("fails when the new webhook is rejected too", async () => {
    slack.behave("/a", { status: 404 });
    slack.behave("/b", { status: 403, body: "action_prohibited" });
    slack.whenPosted("/a", () => (aws.world.webhook = "https://slack.test/b"));

    await expect(within(PATIENCE_MS)).rejects.toThrow("Slack rejected the message: 403 action_prohibited");
  });

  it("does not follow a redirect", async () => {
    slack.behave("/a", { status: 302, headers: { location: "/b" } });

    await expect(within(PATIENCE_MS)).rejects.toThrow("Slack rejects the webhook");
    expect(slack.posts.map(({ path }) => path)).toEqual(["/a"]);
  });

  it.each([
    ["not set yet", "the Slack webhook is not set yet (parameter /shop/slack/webhook)"],
    ["http://slack.test/a", "the Slack webhook is not an https URL (parameter /shop/slack/webhook)"],
    ["https://", "the Slack webhook is not an https URL (parameter /shop/slack/webhook)"],
    ["secret words", "the Slack webhook is not an https URL (parameter /shop/slack/webhook)"],
  ])(
    "reports that there is no webhook URL, without the value of the parameter: %s",
    async (value, message) => {
      aws.world.webhook = value;

      await expect(within(PATIENCE_MS)).rejects.toThrow(message);
    },
  );

  it("reports the error when the webhook cannot be read", async () => {
    aws.faults = { GetParameter: { status: 400, type: "AccessDeniedException" } };

    await expect(within(PATIENCE_MS)).rejects.toThrow("GetParameter: 400 AccessDeniedException No.");
    expect(aws.asked("GetParameter")).toHaveLength(1);
  });

  it("reads the webhook again after a transient error", async () => {
    aws.faults = { GetParameter: { status: 400, type: "ThrottlingException" } };

    await expect(within(PATIENCE_MS)).rejects.toThrow("GetParameter: 400 ThrottlingException No.");
    expect(aws.asked("GetParameter")).toHaveLength(3);
  });

  it("goes to the last known webhook when the parameter cannot be read", async () => {
    slack.behave("/a", { status: 200 });
    await within(PATIENCE_MS);
    const later = Date.now() + 6 * 60_000;
    const now = jest.spyOn(Date, "now").mockImplementation(() => later);
    aws.faults = { GetParameter: { status: 400, type: "AccessDeniedException" } };

    expect(await deliver(message, later + PATIENCE_MS)).toBe(1);
    expect(aws.asked("GetParameter")).toHaveLength(2);
    now.mockRestore();
  });
});
