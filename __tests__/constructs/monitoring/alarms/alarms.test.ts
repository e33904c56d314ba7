import type { EnvironmentInput } from "../../../../config/schema/schema";
import { all, synthesize } from "../../../helpers/stacks";

const ARN = "arn:aws:sns:ap-northeast-1:123456789012:operators";
const TYPE = "aws_cloudwatch_metric_alarm";

const alarmsOf = (changes: Partial<EnvironmentInput> = {}) => {
  const { base, service } = synthesize(changes);
  return [...all(base, TYPE), ...all(service, TYPE)];
};

const namesOf = (alarms: Record<string, unknown>[]) =>
  alarms.map(({ alarm_name }) => String(alarm_name).replace(/^api-production\//, "")).sort();

describe("the alarms", () => {
  const alarms = alarmsOf();

  it("are these", () => {
    expect(namesOf(alarms)).toEqual([
      "database-connections",
      "database-cpu",
      "database-cpu-credits",
      "database-disk-burst",
      "database-storage",
      "failed-jobs",
      "failing-requests",
      "host-cpu",
      "host-cpu-credits",
      "host-memory",
      "no-healthy-task",
      "silent-scheduler",
      "silent-worker",
      "undelivered-events",
      "unhealthy-targets",
      "waiting-jobs",
    ]);
  });

  it("have names with the prefix of the environment", () => {
    for (const { alarm_name } of alarms) expect(alarm_name).toMatch(/^api-production\/[a-z-]+$/);
  });

  it("say what is wrong and what to do, in sentences that fit CloudWatch's 1024 characters", () => {
    for (const { alarm_description } of alarms) {
      expect(alarm_description).toMatch(/^[A-Z][^]+\. [A-Z][^]+\.$/);
      expect(String(alarm_description).length).toBeLessThan(1024);
    }
  });

  it("define how missing data is treated", () => {
    for (const { treat_missing_data } of alarms) expect(treat_missing_data).toBeDefined();
  });

  it("look back no longer than CloudWatch does: a day", () => {
    const slow = alarmsOf({
      worker: { runs: "service", timeoutSeconds: 42_000, stopTimeoutSeconds: 42_000 },
      queue: { visibilityTimeoutSeconds: 43_200 },
    });

    for (const { evaluation_periods, period, metric_query } of slow) {
      const [{ metric }] = (metric_query ?? [{ metric: { period } }]) as [{ metric: { period: number } }];
      expect(Number(evaluation_periods) * metric.period).toBeLessThanOrEqual(86_400);
    }
  });

  it("cost about what the environment's schema says: 0.10 USD per series", () => {
    const series = alarms.flatMap(({ metric_query }) =>
      metric_query ? (metric_query as { metric?: object }[]).filter(({ metric }) => metric) : [{}],
    );

    expect(series.length * 0.1).toBeCloseTo(2, 0);
  });

  it("notify the environment's topic when they start and when they end", () => {
    const { base, service } = synthesize();

    for (const alarm of all(base, TYPE)) {
      expect(alarm.alarm_actions).toEqual([expect.stringMatching(/^\$\{aws_sns_topic_policy\..*\.arn\}$/)]);
      expect(alarm.ok_actions).toEqual(alarm.alarm_actions);
    }
    for (const alarm of all(service, TYPE)) {
      expect(alarm.alarm_actions).toEqual(["arn:aws:sns:ap-northeast-1:123456789012:api-production-alarms"]);
      expect(alarm.ok_actions).toEqual(alarm.alarm_actions);
    }
  });

  it("can notify a topic that exists already", () => {
    for (const alarm of alarmsOf({ alarms: { topic: { kind: "existing", arn: ARN } } })) {
      expect(alarm).toMatchObject({ alarm_actions: [ARN], ok_actions: [ARN] });
    }
  });

  it("are there without a topic, too", () => {
    const silent = alarmsOf({ alarms: {} });

    expect(silent).toHaveLength(alarms.length);
    for (const alarm of silent) {
      expect(alarm).not.toHaveProperty("alarm_actions");
      expect(alarm).not.toHaveProperty("ok_actions");
    }
  });

  it("can be turned off, with all that costs", () => {
    const { base, service } = synthesize({ alarms: { enabled: false } });

    for (const stack of [base, service]) {
      expect(Object.keys(stack.resource)).not.toContain(TYPE);
      expect(Object.keys(stack.resource)).not.toContain("aws_cloudwatch_log_metric_filter");
      expect(Object.keys(stack.resource)).not.toContain("aws_sns_topic");
    }
  });
});
