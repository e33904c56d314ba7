import { expectSample } from "../../helpers/samples";
import { all } from "../../helpers/stacks";
import { goldenStacks } from "../../helpers/golden-stacks";
import { NEW } from "../stage/account";
import { crashes } from "../stage/behaviours";
import type { Ended } from "../stage/stage";
import { Stage } from "../stage/stage";
import { Template } from "../stage/template";

jest.setTimeout(60_000);

/**
 * The documents quote what the commands print. Times and ids are replaced, and what depends on the moment of a look at ECS is
 * left out.
 */
describe("the documents quote", () => {
  let template: Template;
  let stage: Stage;
  beforeAll(async () => {
    // Before the host runs, whose agent is silent during a synth.
    const MetricAlarms = alarms();
    template = await Template.make();
    stage = await Stage.open(template, { cloudwatch: { DescribeAlarms: () => ({ MetricAlarms }) } });
  });
  afterAll(async () => {
    await stage.close();
    await template.remove();
  });

  it("a failed deploy, and the status after it", async () => {
    // Long enough for a look at each task.
    stage.script[`web ${NEW}`] = { ...crashes, lasts: 300, target: "initial" };

    expectSample("failed-deploy", printed(await stage.ops(["deploy", "production", "--tag", NEW])));
    expectSample("status", printed(await stage.ops(["status", "production"])));
  });
});

/** The alarms of production, none of which is in alarm. */
const alarms = () =>
  goldenStacks()
    .filter(({ name }) => name.startsWith("production-"))
    .flatMap(({ stack }) => all(stack, "aws_cloudwatch_metric_alarm"))
    .map(({ alarm_name }) => ({ AlarmName: alarm_name, StateValue: "OK" }));

const printed = ({ code, stdout, stderr }: Ended): string => {
  expect(code).toBe(1);
  const ids: string[] = [];
  const numbered = (id: string) => (ids.includes(id) ? ids.indexOf(id) + 1 : ids.push(id));
  return `${stdout.trimEnd()}\n\n${stderr}`
    .replace(/^web: (\d of \d running|(de)?registered|returning).*\n/gm, "")
    .replace(/^web: \(deployment .* failed[^]*?(?=^web: the deployment was)/m, "")
    .replace(/\b[0-9a-f]{32}\b/g, (id) => String(numbered(id)).padStart(32, "0"))
    .replace(/\bi-[0-9a-f]{17}\b/g, "i-0a1b2c3d4e5f67890")
    .replace(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC/g, "2026-11-22 04:20:00 UTC")
    .replace(/deployed \d+ \w+ ago$/gm, "deployed 3 min ago");
};
