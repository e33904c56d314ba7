import type { Payload } from "./played-slack";
import { PlayedSlack } from "./played-slack";
import { CANARY, PlayedAws } from "./played-aws";
import { SAMPLES, sample } from "./samples";

const WEBHOOK = "https://hooks.slack.com/services/T0/B0/x";

/** The function as Lambda loads it, against live servers. Only Slack's name leads elsewhere. */
describe("the notifier", () => {
  let aws: PlayedAws;
  let slack: PlayedSlack;
  const logged: string[] = [];

  beforeAll(async () => {
    [aws, slack] = await Promise.all([PlayedAws.open(), PlayedSlack.open()]);
    const real = fetch;
    jest.spyOn(globalThis, "fetch").mockImplementation((input, init) => {
      const url = new URL(input);
      if (url.hostname !== "hooks.slack.com") return real(url, init);
      return real(`http://127.0.0.1:${slack.port}${url.pathname}`, init);
    });
    jest.spyOn(console, "log").mockImplementation((line: string) => void logged.push(line));
  });

  afterAll(() => Promise.all([aws.close(), slack.close()]));

  beforeEach(() => {
    jest.resetModules();
    aws.world.webhook = WEBHOOK;
    aws.faults = {};
    slack.posts.length = 0;
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
    return (event: unknown, milliseconds = 5_000) => {
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
});

/** A message as one reads it. */
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
