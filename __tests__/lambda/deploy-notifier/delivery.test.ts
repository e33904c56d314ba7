import { deliver } from "../../../lambda/deploy-notifier/delivery";
import { Webhook } from "../../../lambda/deploy-notifier/webhook";
import { PlayedAws } from "./played-aws";
import { PlayedSlack } from "./played-slack";

const message = { payload: { text: "told", blocks: [] }, plain: { text: "told" } };

describe("a message", () => {
  let aws: PlayedAws;
  let slack: PlayedSlack;
  let webhook: Webhook;

  beforeAll(async () => {
    [aws, slack] = await Promise.all([PlayedAws.open(), PlayedSlack.open()]);
    const real = fetch;
    jest.spyOn(globalThis, "fetch").mockImplementation((input, init) => {
      const url = new URL(input);
      return real(
        url.hostname === "slack.test" ? `http://127.0.0.1:${slack.port}${url.pathname}` : url,
        init,
      );
    });
  });
  afterAll(() => Promise.all([aws.close(), slack.close()]));

  beforeEach(() => {
    Object.assign(process.env, {
      AWS_REGION: "eu-west-1",
      AWS_ENDPOINT_URL_SSM: aws.endpoint,
      AWS_ACCESS_KEY_ID: "AKIDEXAMPLE",
      AWS_SECRET_ACCESS_KEY: "x",
    });
    delete process.env.AWS_SESSION_TOKEN;
    aws.faults = {};
    aws.world.webhook = "https://slack.test/a";
    slack.posts.length = 0;
    slack.whenPosted("/a", () => undefined);
    webhook = new Webhook("/shop/slack/webhook");
  });

  const within = (milliseconds: number) => {
    const end = Date.now() + milliseconds;
    return deliver(message, webhook, () => end - Date.now());
  };

  it("is posted once when all is well", async () => {
    slack.behave("/a", { status: 200, body: "ok" });

    expect(await within(3_000)).toBe(1);
    expect(slack.posts).toHaveLength(1);
  });

  it("waits as long as Slack says", async () => {
    slack.behave("/a", { status: 429, headers: { "retry-after": "1" } }, { status: 200 });
    const began = Date.now();

    expect(await within(5_000)).toBe(2);
    expect(Date.now() - began).toBeGreaterThanOrEqual(1_000);
  });

  it("gives up when there is no time to wait that long", async () => {
    slack.behave("/a", { status: 429, headers: { "retry-after": "30" } });

    await expect(within(2_000)).rejects.toThrow("Slack did not take it in time, tried 1 times: 429");
  });

  it("survives a connection that is reset, and one that hangs", async () => {
    slack.behave("/a", "reset", "hang", { status: 503 }, { status: 200 });

    expect(await within(6_000)).toBe(4);
  });

  it("is said in plain text when Slack does not like its form", async () => {
    slack.behave("/a", { status: 400, body: "invalid_blocks" }, { status: 200 });

    await within(3_000);
    expect(slack.shown()).toEqual([{ text: "told" }]);
  });

  it("is given up when Slack does not like that either", async () => {
    slack.behave("/a", { status: 400, body: "no_text" });

    await expect(within(3_000)).rejects.toThrow("Slack refused even the plain text: 400 no_text");
    expect(slack.posts).toHaveLength(2);
  });

  it("goes to the webhook that an operator has put meanwhile", async () => {
    await webhook.read(AbortSignal.timeout(1_000));
    aws.world.webhook = "https://slack.test/b";
    slack.behave("/a", { status: 404, body: "no_service" });
    slack.behave("/b", { status: 200 });

    expect(await within(3_000)).toBe(2);
  });

  it("is given up when the parameter holds the refused webhook still", async () => {
    slack.behave("/a", { status: 410, body: "channel_is_archived" });

    await expect(within(3_000)).rejects.toThrow(
      "Slack refuses the webhook, and its parameter holds no other",
    );
    expect(slack.posts).toHaveLength(1);
  });

  it("is given up when the new webhook is refused, too", async () => {
    slack.behave("/a", { status: 404 });
    slack.behave("/b", { status: 403, body: "action_prohibited" });
    slack.whenPosted("/a", () => (aws.world.webhook = "https://slack.test/b"));

    await expect(within(3_000)).rejects.toThrow("Slack refused: 403 action_prohibited");
  });

  it("does not follow a redirect", async () => {
    slack.behave("/a", { status: 302, headers: { location: "/b" } });

    await expect(within(3_000)).rejects.toThrow("Slack refuses the webhook");
    expect(slack.posts.map(({ path }) => path)).toEqual(["/a"]);
  });

  it.each([
    ["not set yet", "nobody has put Slack's webhook into the parameter /shop/slack/webhook yet"],
    ["http://slack.test/a", "the parameter /shop/slack/webhook holds no https URL"],
    ["secret words", "the parameter /shop/slack/webhook holds no https URL"],
  ])("says that there is no webhook, and not what is there instead: %s", async (value, says) => {
    aws.world.webhook = value;

    await expect(within(3_000)).rejects.toThrow(says);
  });

  it("says who may not read the webhook", async () => {
    aws.faults = { GetParameter: { status: 400, type: "AccessDeniedException" } };

    await expect(within(3_000)).rejects.toThrow("GetParameter: 400 AccessDeniedException No.");
  });

  it("is told by the webhook of a while ago when the parameter cannot be read just now", async () => {
    slack.behave("/a", { status: 200 });
    const now = jest.spyOn(Date, "now");
    await within(3_000);
    const later = Date.now() + 6 * 60_000;
    now.mockImplementation(() => later);
    aws.faults = { GetParameter: { status: 400, type: "AccessDeniedException" } };

    expect(await deliver(message, webhook, () => 3_000)).toBe(1);
    expect(aws.asked("GetParameter").length).toBeGreaterThan(1);
    now.mockRestore();
  });
});
