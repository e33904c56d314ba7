import { sample } from "./samples";
import { CANARY, PlayedAws, world } from "./played-aws";
import { PlayedSlack } from "./played-slack";
import { withoutTls } from "./without-tls";

/** The pauses between attempts are real, but shorter. */
jest.mock("../../../lambda/deploy-notifier/limits", () => ({
  ...jest.requireActual<object>("../../../lambda/deploy-notifier/limits"),
  AWS_PAUSE_MS: 20,
}));
jest.setTimeout(60_000);

export const WEBHOOK = "https://hooks.slack.com/services/T0/B0/x";

/** The function as Lambda loads it, against live servers, for the tests of a `describe`. Only the host of Slack is redirected. */
export function useNotifier() {
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
  const said = () => JSON.stringify(slack.shown());
  const tell = async (...names: string[]) => {
    const notify = await instance();
    for (const name of names) await notify(sample(name));
  };

  return {
    get aws() {
      return aws;
    },
    get slack() {
      return slack;
    },
    logged,
    instance,
    outcomes,
    said,
    tell,
  };
}
