import { execFileSync } from "node:child_process";
import { awsLine, inShell } from "../../facts/shell-words";

const WORDS = [
  "plain",
  "a b",
  "",
  "it's",
  "DBInstances[].DBInstanceStatus",
  "=equals",
  "$HOME",
  "`id`",
  "a;b",
  "~",
  "*",
  "name=value",
  '"',
];

describe("a printed command line", () => {
  it("is read by a shell as the words that it was made of", () => {
    const printed = execFileSync("bash", ["-c", `printf '%s\\n' ${inShell(WORDS)}`], { encoding: "utf8" });
    expect(printed.split("\n").slice(0, -1)).toEqual(WORDS);
  });

  it("quotes what zsh refuses or replaces, and nothing else", () => {
    expect(inShell(["ls", "[]", "=ls", "a?", "--region", "eu-west-1", "arn:aws:sqs:x:1:y", "TAG=v2"])).toBe(
      "ls '[]' '=ls' 'a?' --region eu-west-1 arn:aws:sqs:x:1:y TAG=v2",
    );
  });

  it("of the AWS CLI names the region", () => {
    expect(awsLine({ region: "eu-west-1" }, "sts", "get-caller-identity")).toBe(
      "aws sts get-caller-identity --region eu-west-1",
    );
  });
});
