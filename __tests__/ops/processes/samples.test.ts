import { expectSample } from "../../helpers/samples";
import { all } from "../../helpers/stacks";
import { goldenStacks } from "../../helpers/golden-stacks";
import { NEW } from "../endpoint/account-of";
import { crashes } from "../endpoint/scenes";
import type { Ended } from "../endpoint/stage";
import { Bundle, Stage } from "../endpoint/stage";

jest.setTimeout(60_000);

/** The documents quote what the commands print. Only times are replaced. */
describe("the documents quote", () => {
  let bundle: Bundle;
  let stage: Stage;
  beforeAll(async () => {
    bundle = await Bundle.make();
    stage = await Stage.open(bundle, { cloudwatch: { DescribeAlarms: () => ({ MetricAlarms: alarms() }) } });
  });
  afterAll(async () => {
    await stage.close();
    bundle.remove();
  });

  it("a failed deploy, and the status after it", async () => {
    // Free is what the tasks of web (64 + 384 + 160 MiB) and scheduler (160 MiB) leave.
    stage.world.hosts[0] = { id: "7f3a", registeredMiB: 1_881, freeMiB: 1_113 };
    stage.world.next("web", crashes);

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
  return `${stdout.trimEnd()}\n\n${stderr}`
    .replace(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC/g, "2026-11-22 04:20:00 UTC")
    .replace(/deployed \d+ \w+ ago$/gm, "deployed 3 min ago");
};
