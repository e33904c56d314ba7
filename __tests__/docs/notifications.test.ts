import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readDocument } from "../helpers/samples";

const NOTIFIER = join(__dirname, "../../lambda/deploy-notifier");
const source = readdirSync(NOTIFIER)
  .filter((file) => file.endsWith(".ts"))
  .map((file) => readFileSync(join(NOTIFIER, file), "utf8"))
  .join("\n");

describe("docs/notifications.md", () => {
  const [, logged = ""] =
    /has a line for every event([^]*?)\n2\. /.exec(readDocument("docs/notifications.md")) ?? [];
  const outcomes = [...logged.matchAll(/`([^`]+)`/g)].map(([, outcome = ""]) => outcome);

  it("names outcomes that the notifier logs", () => {
    expect(outcomes.length).toBeGreaterThan(3);
    expect(outcomes.filter((outcome) => !source.includes(`"${outcome}"`))).toEqual([]);
  });
});
