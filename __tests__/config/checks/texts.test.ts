import { textProblems } from "../../../config/checks/texts";
import { resolve } from "../change";

const allowedFor = (text: string) => textProblems({ env: { A: text } }).map(({ allowed }) => allowed);

describe("a text of an environment", () => {
  it.each([
    "${ %{ $$",
    "\"quoted\" \\ and 'so'",
    "é漢😀👩\u200d🚀",
    "\u05d0\u200e",
    "1e5 -1.5e+10 {TfToken}",
    "",
  ])("may be %j", (text) => {
    expect(allowedFor(text)).toEqual([]);
  });

  it.each([
    ["a\nb", "printable characters on one line"],
    ["a\tb", "printable characters on one line"],
    ["\u007f", "printable characters on one line"],
    ["\ud83d", "whole characters"],
    ["e\u0301", "composed characters (Unicode NFC)"],
    ["\u0338", "not a combining mark at the beginning"],
    ["\ufeffx", "characters that a reviewer sees"],
    ["production\u200b", "characters that a reviewer sees"],
    ["prod\u00aduction", "characters that a reviewer sees"],
    ["nu\u2060ll", "characters that a reviewer sees"],
    ["\u202eeslaf", "characters that a reviewer sees"],
    ["${TfToken[TOKEN.1]}", "plain values; this is a CDKTF token"],
    ["-1.8881545897087503e+289", "plain values; this is a CDKTF token"],
  ])("is not %j", (text, allowed) => {
    expect(allowedFor(text)).toEqual([expect.stringContaining(allowed)]);
  });

  it("is found in every field, and not shown if it may be a secret", () => {
    expect(
      resolve({
        availabilityZones: ["eu-west-1a", "eu-west-1\nb"],
        slack: { username: "a\nb" },
        "env.API_TOKEN": "e\u0301",
      }),
    ).toMatchInlineSnapshot(`
     "5 mistakes in environments/; nothing was done.

     test: availabilityZones[1]
       got      "eu-west-1\\nb"
       allowed  printable characters on one line
       fix      Remove the control character or line break. Encode a setting of several lines as base64 that the application decodes.

     test: env.API_TOKEN
       got      a text of 2 characters (not shown)
       allowed  composed characters (Unicode NFC), and not a combining mark at the beginning; Terraform composes others
       fix      Write the result of .normalize("NFC").

     test: slack.username
       got      "a\\nb"
       allowed  printable characters on one line
       fix      Remove the control character or line break. Encode a setting of several lines as base64 that the application decodes.

     test: availabilityZones[1]
       got      "eu-west-1\\nb"
       allowed  a zone of eu-west-1: eu-west-1a, eu-west-1c, ...
       fix      List yours: aws ec2 describe-availability-zones --query 'AvailabilityZones[].ZoneName' --region eu-west-1

     test: env.API_TOKEN
       got      a text of 2 characters (not shown)
       allowed  plain settings; the name looks like that of a secret
       fix      Move it: secrets: { API_TOKEN: { source: "operator" } }. If the value was real, replace it: it is in git."
    `);
  });

  it("is checked once in an object that contains itself", () => {
    const circle: Record<string, unknown> = { text: "\n" };
    circle.self = circle;

    expect(textProblems(circle)).toHaveLength(1);
  });
});
