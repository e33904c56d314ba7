import { resolveEnvironments } from "../../../config/resolve-environments";
import type { EnvironmentInput } from "../../../config/schema/schema";
import { testEnvironment } from "../../helpers/environment";

const resolve = (slack: EnvironmentInput["slack"]) =>
  resolveEnvironments([{ ...testEnvironment, ...(slack ? { slack } : {}) }]);

const refusal = (slack: EnvironmentInput["slack"]): string => {
  try {
    resolve(slack);
    return "";
  } catch (error) {
    return (error as Error).message.split("\n\n").slice(1).join("\n");
  }
};

describe("slack", () => {
  it("is off unless it is there, and needs nothing", () => {
    expect(resolve(undefined)[0]?.slack).toBeUndefined();
    expect(resolve({})[0]?.slack).toEqual({ progress: false, reserveConcurrency: false });
  });

  it.each<EnvironmentInput["slack"]>([
    { channel: "#deploy" },
    { channel: "#デプロイ" },
    { channel: "C024BE91L" },
    { icon: ":whale:" },
    { icon: ":+1::skin-tone-2:" },
    { icon: "https://example.com/whale.png" },
    { username: "Wal 🐳" },
  ])("takes %j", (slack) => {
    expect(refusal(slack)).toBe("");
  });

  it("says what a channel looks like", () => {
    expect(refusal({ channel: "Deploy" })).toMatchInlineSnapshot(`
     "test: slack.channel
       got      "Deploy"
       allowed  # and the channel's name in lower case without blanks, or the channel's id
       fix      Write "#deploy"."
    `);
    expect(refusal({ channel: "#two words" })).toMatchInlineSnapshot(`
     "test: slack.channel
       got      "#two words"
       allowed  # and the channel's name in lower case without blanks, or the channel's id
       fix      Copy the name from Slack, or leave it out: the webhook has a channel of its own."
    `);
  });

  it("does not show a webhook that was put where the channel belongs", () => {
    const webhook = "https://hooks.slack.com/services/T0/B0/secret";

    expect(refusal({ channel: webhook })).toMatchInlineSnapshot(`
     "test: slack.channel
       got      what looks like a secret (not shown)
       allowed  # and the channel's name in lower case without blanks, or the channel's id
       fix      Copy the name from Slack, or leave it out: the webhook has a channel of its own."
    `);
    expect(refusal({ icon: webhook })).not.toContain('secret"');
  });

  it("says what an icon looks like", () => {
    expect(refusal({ icon: "whale" })).toMatchInlineSnapshot(`
     "test: slack.icon
       got      "whale"
       allowed  an emoji between colons, like :whale:, or the https URL of an image, at most 2000 characters
       fix      Write ":whale:"."
    `);
    expect(refusal({ icon: "http://example.com/whale.png" })).toMatchInlineSnapshot(`
     "test: slack.icon
       got      "http://example.com/whale.png"
       allowed  an emoji between colons, like :whale:, or the https URL of an image, at most 2000 characters
       fix      Correct it, or leave it out: the webhook has an icon of its own."
    `);
  });

  it("keeps a link to an icon short enough for the function's environment", () => {
    const link = (length: number) => "https://example.com/".padEnd(length, "x");

    expect(refusal({ icon: link(2_001) })).toContain("at most 2000 characters");
    expect(refusal({ icon: link(2_000) })).toBe("");
  });

  it("refuses a name that nobody could read", () => {
    expect(refusal({ username: " " })).toMatchInlineSnapshot(`
     "test: slack.username
       got      " "
       allowed  1 to 80 characters
       fix      Shorten it, or leave it out: the webhook has a name of its own."
    `);
    expect(refusal({ username: "x".repeat(81) })).toContain("1 to 80 characters");
  });
});
