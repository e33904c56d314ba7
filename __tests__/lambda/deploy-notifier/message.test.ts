import type { Words } from "../../../lambda/deploy-notifier/news";
import { SAMPLES, sample } from "./samples";
import { expectSlackToTake } from "./slack-limits";
import { withOneThingLess } from "./with-one-thing-less";

/** The modules of an instance with these settings of the sender. */
async function instance(look: Record<string, string> = {}) {
  jest.resetModules();
  for (const name of ["SLACK_CHANNEL", "SLACK_ICON", "SLACK_USERNAME"]) delete process.env[name];
  Object.assign(process.env, {
    AWS_REGION: "ap-northeast-1",
    ENVIRONMENT_NAME: "api-production",
    SLACK_PARAMETER: "p",
    ...look,
  });
  const [{ newsOf }, { messageOf }, { read }, { EVENT }] = await Promise.all([
    import("../../../lambda/deploy-notifier/kinds/kinds"),
    import("../../../lambda/deploy-notifier/message"),
    import("../../../lambda/deploy-notifier/shape"),
    import("../../../lambda/deploy-notifier/event"),
  ]);

  /** The message of an event, without details from AWS. */
  const tell = async (input: unknown) => {
    const event = read(EVENT, input);
    const news = newsOf(event);
    return news && say(await news.words(() => Promise.resolve(undefined)), event.time);
  };
  const say = (words: Words, at = 0, count = 1, missing: string[] = []) =>
    messageOf(
      words,
      {},
      at,
      { count, since: Date.parse("2026-11-22T04:16:00Z"), last: 0, lastId: "", postedAt: 0 },
      missing,
    );
  return { tell, say };
}

describe("a message", () => {
  it.each(SAMPLES)("is made of %s whatever is missing in it, or is of another type", async (name) => {
    const { tell } = await instance();
    const said = await Promise.all([...withOneThingLess(sample(name))].map(tell));

    const posted = said.filter((message) => message !== undefined);
    expect(posted.length).toBeGreaterThan(said.length / 2);
    for (const { plain } of posted) expect(JSON.stringify(plain)).toContain("api-production");
    expect(JSON.stringify(posted)).not.toMatch(/NaN|undefined|\[object/);
    for (const { payload } of posted) expectSlackToTake(payload as { text: string });
  });

  it("has the look of the webhook by default, and an icon by URL where it is one", async () => {
    const look = async (set?: Record<string, string>) =>
      Object.keys(JSON.parse(JSON.stringify((await instance(set)).say(["🚀", "x"]).plain)) as object);

    expect(await look()).toEqual(["text"]);
    expect(await look({ SLACK_ICON: "https://example.com/icon.png", SLACK_USERNAME: "x" })).toEqual([
      "icon_url",
      "username",
      "text",
    ]);
    expect(await look({ SLACK_ICON: ":whale:", SLACK_CHANNEL: "#x" })).toEqual([
      "channel",
      "icon_emoji",
      "text",
    ]);
  });

  it("shows how often the same trouble happened", async () => {
    const { say } = await instance();

    expect(JSON.stringify(say(["💥", "down"], 0, 3).payload)).toContain("3 times since 04:16 UTC.");
    expect(JSON.stringify(say(["💥", "down"], 0, 1).payload)).not.toContain("since");
  });
});
