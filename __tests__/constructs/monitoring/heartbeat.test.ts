import { readFileSync } from "node:fs";
import { join } from "node:path";
import { SCHEDULER_RAN_LINE } from "../../../constructs/containers/scheduler";
import { all, only, synthesize } from "../../helpers/stacks";

const script = (name: string) => readFileSync(join(__dirname, "../../../docker/app/bin", name), "utf8");

describe("the scheduler's heartbeat", () => {
  it("is the line that the image writes after a run of the schedule, and only after one that did not fail", () => {
    expect(script("tick")).toMatch(
      new RegExp(
        `^set -eu$[^]*^php artisan schedule:run --no-interaction$\n^echo "${SCHEDULER_RAN_LINE}"$`,
        "m",
      ),
    );
  });

  it.each(["service", "eventbridge"] as const)(
    "is counted in the scheduler's log, however it runs: %s",
    (runs) => {
      expect(
        only(synthesize({ scheduler: { runs } }).service, "aws_cloudwatch_log_metric_filter"),
      ).toMatchObject({
        name: "api-production-SchedulerRuns",
        log_group_name: expect.stringMatching(/^\$\{aws_cloudwatch_log_group\.scheduler-log_/) as string,
        pattern: `"${SCHEDULER_RAN_LINE}"`,
        metric_transformation: { namespace: "api-production", name: "SchedulerRuns", value: "1" },
      });
    },
  );

  it("is the same script's for the loop that is always there", () => {
    expect(script("scheduler")).toContain("        tick &\n");
  });

  it("does not exist without a scheduler", () => {
    expect(
      all(synthesize({ scheduler: { runs: "none" } }).service, "aws_cloudwatch_log_metric_filter"),
    ).toEqual([]);
  });
});
