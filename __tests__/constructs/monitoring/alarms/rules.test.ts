import type { EnvironmentInput } from "../../../../config/schema/schema";
import { named, synthesize } from "../../../helpers/stacks";

const GIB = 1024 ** 3;

const production = synthesize();

const alarmOf = (part: "base" | "service", rule: string, changes?: Partial<EnvironmentInput>) =>
  named(
    (changes ? synthesize(changes) : production)[part],
    "aws_cloudwatch_metric_alarm",
    `api-production/${rule}`,
    "alarm_name",
  );

const none = (part: "base" | "service", rule: string, changes?: Partial<EnvironmentInput>) =>
  expect(() => alarmOf(part, rule, changes)).toThrow(`api-production/${rule}`);

const expressions = ({ metric_query }: Record<string, unknown>) =>
  (metric_query as { id: string; expression?: string; return_data?: boolean }[]).filter(
    (each) => each.expression,
  );

const hosts = (instanceType: string): EnvironmentInput["hosts"] => ({
  instanceType,
  ecsAmiRelease: "2023.0.20260226",
});

describe("an alarm says", () => {
  it("failing requests: more than 5 % within five minutes, and five at least, of whichever is more", () => {
    const alarm = alarmOf("base", "failing-requests");

    expect(expressions(alarm)).toEqual([
      {
        id: "failed",
        label: "failed",
        expression: "FILL(failedByBalancer, 0) + FILL(failedByTargets, 0)",
        return_data: false,
      },
      {
        id: "all",
        label: "all",
        expression: "IF(FILL(requests, 0) > failed, FILL(requests, 0), failed)",
        return_data: false,
      },
      {
        id: "percent",
        label: "percent",
        expression: "IF(failed >= 5, 100 * failed / all, 0)",
        return_data: true,
      },
    ]);
    expect(alarm).toMatchObject({
      comparison_operator: "GreaterThanThreshold",
      threshold: 5,
      evaluation_periods: 1,
      treat_missing_data: "notBreaching",
    });
  });

  it("unhealthy targets: one for five minutes", () => {
    expect(alarmOf("base", "unhealthy-targets")).toMatchObject({
      metric_name: "UnHealthyHostCount",
      comparison_operator: "GreaterThanOrEqualToThreshold",
      threshold: 1,
      period: 60,
      evaluation_periods: 5,
      treat_missing_data: "notBreaching",
    });
  });

  it("no healthy task: none for three minutes, or no task at all", () => {
    expect(alarmOf("service", "no-healthy-task")).toMatchObject({
      metric_name: "HealthyHostCount",
      comparison_operator: "LessThanThreshold",
      threshold: 1,
      period: 60,
      evaluation_periods: 3,
      treat_missing_data: "breaching",
    });
  });

  it("the hosts' CPU and memory: above 80 and 85 % for a quarter of an hour", () => {
    expect(alarmOf("base", "host-cpu")).toMatchObject({
      dimensions: { AutoScalingGroupName: "api-production" },
      threshold: 80,
      period: 300,
      evaluation_periods: 3,
    });
    expect(alarmOf("base", "host-memory")).toMatchObject({
      namespace: "AWS/ECS",
      metric_name: "MemoryUtilization",
      dimensions: { ClusterName: "api-production" },
      threshold: 85,
    });
  });

  it("the hosts' CPU credits: an hour of a vCPU borrowed, where a type has credits", () => {
    expect(alarmOf("base", "host-cpu-credits")).toMatchObject({
      metric_name: "CPUSurplusCreditBalance",
      comparison_operator: "GreaterThanOrEqualToThreshold",
      threshold: 60,
    });
    none("base", "host-cpu-credits", { hosts: hosts("m7i.large") });
  });

  it("the database's storage: below a tenth of what it began with for half an hour, when RDS should have grown it", () => {
    expect(alarmOf("base", "database-storage")).toMatchObject({
      metric_name: "FreeStorageSpace",
      statistic: "Minimum",
      comparison_operator: "LessThanThreshold",
      threshold: 2 * GIB,
      evaluation_periods: 6,
    });
    expect(
      alarmOf("base", "database-storage", { database: { instanceClass: "db.t4g.micro", storageGiB: 50 } }),
    ).toMatchObject({ threshold: 5 * GIB });
  });

  it("the database's connections: above 80 % of what its class takes", () => {
    expect(alarmOf("base", "database-connections")).toMatchObject({ threshold: 51 });
    expect(
      alarmOf("base", "database-connections", { database: { instanceClass: "db.m6g.large" } }),
    ).toMatchObject({ threshold: 409 });
    none("base", "database-connections", { database: { instanceClass: "db.x2g.large" } });
  });

  it("the database's CPU: above 80 % for a quarter of an hour", () => {
    expect(alarmOf("base", "database-cpu")).toMatchObject({
      dimensions: { DBInstanceIdentifier: "api-production" },
      threshold: 80,
      evaluation_periods: 3,
    });
  });

  it("the database's credits and burst, where a class has them", () => {
    expect(alarmOf("base", "database-cpu-credits")).toMatchObject({
      metric_name: "CPUSurplusCreditBalance",
      threshold: 60,
    });
    expect(expressions(alarmOf("base", "database-disk-burst"))).toMatchObject([
      { expression: "MIN([throughput, operations])" },
    ]);
    for (const rule of ["database-cpu-credits", "database-disk-burst"]) {
      none("base", rule, { database: { instanceClass: "db.m6g.large" } });
    }
  });

  it("the dead-letter queue: one message, also when the queue has not been used for hours", () => {
    expect(alarmOf("service", "failed-jobs")).toMatchObject({
      metric_name: "ApproximateNumberOfMessagesVisible",
      dimensions: { QueueName: expect.stringContaining("dead-letters") as string },
      threshold: 1,
      evaluation_periods: 1,
      treat_missing_data: "ignore",
    });
  });

  it("waiting jobs: longer than a quarter of an hour after a worker may have received it", () => {
    expect(alarmOf("service", "waiting-jobs")).toMatchObject({
      metric_name: "ApproximateAgeOfOldestMessage",
      comparison_operator: "GreaterThanThreshold",
      threshold: 900 + 120,
      treat_missing_data: "notBreaching",
    });
    expect(alarmOf("service", "waiting-jobs", { queue: { visibilityTimeoutSeconds: 600 } })).toMatchObject({
      threshold: 900 + 600,
    });
  });

  it("a silent worker: no poll of the queue for longer than a job may take", () => {
    const alarm = alarmOf("service", "silent-worker");

    expect(expressions(alarm)).toMatchObject([{ expression: "FILL(taken, 0) + FILL(takenNone, 0)" }]);
    expect(alarm).toMatchObject({
      comparison_operator: "LessThanThreshold",
      threshold: 1,
      // 15 minutes and the job's 60 seconds, in periods of five minutes.
      evaluation_periods: 4,
      treat_missing_data: "breaching",
    });
    expect(
      alarmOf("service", "silent-worker", {
        worker: { runs: "service", timeoutSeconds: 3600, stopTimeoutSeconds: 3600 },
        queue: { visibilityTimeoutSeconds: 3700 },
      }),
    ).toMatchObject({ evaluation_periods: 15 });
  });

  it("a silent worker only where there is one; its jobs may wait all the same", () => {
    none("service", "silent-worker", { worker: { runs: "none" } });
    expect(alarmOf("service", "waiting-jobs", { worker: { runs: "none" } }).alarm_description).toContain(
      "worker.runs is none",
    );
  });

  it.each(["service", "eventbridge"] as const)(
    "a silent scheduler: no run has finished for ten minutes, however it runs: %s",
    (runs) => {
      expect(alarmOf("service", "silent-scheduler", { scheduler: { runs } })).toMatchObject({
        namespace: "api-production",
        metric_name: "SchedulerRuns",
        statistic: "Sum",
        comparison_operator: "LessThanThreshold",
        threshold: 1,
        period: 300,
        evaluation_periods: 2,
        treat_missing_data: "breaching",
      });
    },
  );

  it("starts that EventBridge gave up, where it starts the scheduler", () => {
    expect(alarmOf("service", "failed-schedule", { scheduler: { runs: "eventbridge" } })).toMatchObject({
      metric_name: "ApproximateNumberOfMessagesVisible",
      dimensions: { QueueName: expect.stringContaining("schedule_dead-letters") as string },
      treat_missing_data: "ignore",
    });
    none("service", "failed-schedule");
  });

  it("nothing of a scheduler that is not there", () => {
    none("service", "silent-scheduler", { scheduler: { runs: "none" } });
  });
});
