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
  it("is off by default, and has no required field", () => {
    expect(resolve(undefined)[0]?.slack).toBeUndefined();
    expect(resolve({})[0]?.slack).toEqual({ progress: false, reserveConcurrency: false });
  });

  it.each<EnvironmentInput["slack"]>([
    { channel: "#deploy" },
    { channel: "#デプロイ" },
    { channel: "#ที่ปรึกษา" },
    { icon: ":くじら:" },
    { channel: "C024BE91L" },
    { icon: ":whale:" },
    { icon: ":+1::skin-tone-2:" },
    { icon: "https://example.com/whale.png" },
    { username: "Wal 🐳" },
  ])("accepts %j", (slack) => {
    expect(refusal(slack)).toBe("");
  });

  it("describes the form of a channel", () => {
    expect(refusal({ channel: "Deploy" })).toMatchInlineSnapshot(`
     "test: slack.channel
       got      "Deploy"
       allowed  # and the name of the channel in lower case without spaces, or the id of the channel
       fix      Write "#deploy"."
    `);
    expect(refusal({ channel: "#two words" })).toMatchInlineSnapshot(`
     "test: slack.channel
       got      "#two words"
       allowed  # and the name of the channel in lower case without spaces, or the id of the channel
       fix      Copy the name from Slack, or remove it: the webhook has a default channel."
    `);
  });

  it("does not show a webhook that was written as the channel", () => {
    const webhook = "https://hooks.slack.com/services/T0/B0/secret";

    expect(refusal({ channel: webhook })).toMatchInlineSnapshot(`
     "test: slack.channel
       got      a value that looks like a secret (not shown)
       allowed  # and the name of the channel in lower case without spaces, or the id of the channel
       fix      Copy the name from Slack, or remove it: the webhook has a default channel."
    `);
    expect(refusal({ icon: webhook })).not.toContain('secret"');
  });

  it("describes the form of an icon", () => {
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
       fix      Correct it, or remove it: the webhook has a default icon."
    `);
  });

  it("limits the URL of an icon to the size of the function's environment", () => {
    const link = (length: number) => "https://example.com/".padEnd(length, "x");

    expect(refusal({ icon: link(2_001) })).toContain("at most 2000 characters");
    expect(refusal({ icon: link(2_000) })).toBe("");
  });

  it("refuses a name that is empty or too long", () => {
    expect(refusal({ username: " " })).toMatchInlineSnapshot(`
     "test: slack.username
       got      " "
       allowed  1 to 80 characters
       fix      Shorten it, or remove it: the webhook has a default name."
    `);
    expect(refusal({ username: "x".repeat(81) })).toContain("1 to 80 characters");
  });
});
