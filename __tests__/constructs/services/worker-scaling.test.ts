import { grown } from "../../helpers/fixtures";
import { named, releasedCount, synthesize } from "../../helpers/stacks";

const { service } = synthesize({
  ...grown,
  worker: { runs: "service", scaling: { maximum: 4, waitSeconds: 200 } },
});
const policy = (name: string) => named(service, "aws_appautoscaling_policy", `api-production-worker-${name}`);
const alarm = (name: string) =>
  named(service, "aws_cloudwatch_metric_alarm", `api-production-worker-${name}`, "alarm_name");

describe("workers that scale", () => {
  it("look at the age of the oldest job in the queue they work off", () => {
    for (const name of ["add", "remove"]) {
      expect(alarm(name)).toMatchObject({
        namespace: "AWS/SQS",
        metric_name: "ApproximateAgeOfOldestMessage",
        dimensions: { QueueName: expect.stringContaining("aws_sqs_queue.queue_jobs") as string },
        statistic: "Maximum",
      });
    }
  });

  it("become more while a job waits too long, faster while it waits three times as long", () => {
    expect(alarm("add")).toMatchObject({ threshold: 200, comparison_operator: "GreaterThanThreshold" });
    expect(policy("add")).toMatchObject({
      policy_type: "StepScaling",
      step_scaling_policy_configuration: {
        step_adjustment: [
          {
            metric_interval_lower_bound: "0",
            metric_interval_upper_bound: "400",
            scaling_adjustment: 1,
          },
          { metric_interval_lower_bound: "400", scaling_adjustment: 2 },
        ],
      },
    });
  });

  it("become fewer one by one, after a quarter of an hour without waiting", () => {
    expect(alarm("remove")).toMatchObject({
      threshold: 100,
      comparison_operator: "LessThanThreshold",
      period: 60,
      evaluation_periods: 15,
    });
    expect(policy("remove")).toMatchObject({
      step_scaling_policy_configuration: {
        step_adjustment: [{ metric_interval_upper_bound: "0", scaling_adjustment: -1 }],
      },
    });
  });

  it("are left as many as they are by Terraform", () => {
    expect(named(service, "aws_ecs_service", "worker")).toMatchObject({
      desired_count: releasedCount(1),
      lifecycle: { ignore_changes: ["desired_count"] },
    });
  });
});
