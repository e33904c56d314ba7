import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { EnvironmentInput } from "../../config/schema/schema";
import { resolveEnvironments } from "../../config/resolve-environments";
import { production } from "../environments/production";
import { comment } from "../../ops/review/comment";
import { reviewPlan } from "../../ops/review/review";
import { expectSample } from "../helpers/samples";
import { recorded } from "../ops/review/recorded";

/** Outputs that the documents quote. The outputs of processes are in `__tests__/ops/processes/samples.test.ts`. */
describe("the documents quote", () => {
  it("a mistake in an environment", () => {
    const { hosts, ...others } = production;
    const { instanceType, ...moreOfHosts } = hosts;
    const input = { ...others, hosts: { ...moreOfHosts, instanceTyp: instanceType } };
    expectSample(
      "mistake",
      messageOf(() => resolveEnvironments([input as unknown as EnvironmentInput])),
    );
  });

  it("the Slack message of a failed deployment", () => {
    expectSample("slack", slackMessage("deployment-failed"));
  });

  it("the Slack message of a failed task", () => {
    expectSample("slack-task", slackMessage("task-out-of-memory"));
  });

  it("the review of a plan", () => {
    const { plan, text } = recorded("replace the database");
    const stacks = [reviewPlan("staging-base", plan, text)];
    const [findings = ""] = comment({ stacks, costs: [] }, { accepted: "no" }).split("<details>");
    expectSample("review", findings);
  });
});

function messageOf(fail: () => unknown): string {
  try {
    fail();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error("It did not fail.");
}

/** The message for a sample event, which the notifier's tests record, as Slack shows it. */
function slackMessage(event: string): string {
  const file = join(__dirname, "../lambda/deploy-notifier/__snapshots__/handler.test.ts.snap");
  const record = readFileSync(file, "utf8").replaceAll("\\`", "'");
  const [, payload = ""] =
    new RegExp(`^exports\\[\`.* ${event} 1\`\\] = \`\n"([^\`]*)"\n\`;`, "m").exec(record) ?? [];
  const [, , ...blocks] = payload.split("\n---\n");
  expect(blocks.length).toBeGreaterThan(2);
  return blocks
    .join("\n\n")
    .replace(/^'{3}\n/gm, "")
    .replace(/\n'{3}$/gm, "")
    .replace(/<!date[^|]*\|(\d+-\d+-\d+)T(\d+:\d+)[^>]*>/g, "$1 $2 UTC")
    .replace(/<[^|>]*\|([^>]*)>/g, "$1")
    .replace(/^\*(.*)\*\n/gm, "$1: ");
}
