import { cpuUnitsOf } from "../../config/cpu-units";
import { resolveEnvironments } from "../../config/resolve-environments";
import { production } from "../environments/production";
import { FIXTURES } from "../helpers/fixtures";
import { all, containers, named, releasedCount, statement, synthesizeEnvironment } from "../helpers/stacks";

const { base, service } = synthesizeEnvironment(FIXTURES.workers!);
const queueOf = (name: string) => service.resource.local?.[name];

describe("more workers", () => {
  it("are services of their own, with the queues, the memory and the log of their own", () => {
    expect(named(service, "aws_ecs_service", "worker_slow")).toMatchObject({
      desired_count: releasedCount(1),
      deployment_minimum_healthy_percent: 100,
    });
    const [slow] = containers(service, "worker_slow");
    expect(slow).toMatchObject({ name: "worker_slow", memory: 192, stopTimeout: 600 });
    expect(slow?.command).toContainEqual(
      expect.stringMatching(/^--queue=reports,https:.*queue_jobs_\w+\.name\}$/),
    );
    expect(JSON.stringify(slow?.logConfiguration)).toContain("worker_slow-log");
    expect(queueOf("worker_slow")).toBeUndefined();
  });

  it("are beside the worker, which stays as it is", () => {
    const before = synthesizeEnvironment(production).service;
    const known = (stack: typeof service) =>
      Object.entries(stack.resource).flatMap(([type, bodies]) =>
        Object.keys(bodies).map((id) => `${type}.${id}`),
      );
    expect(known(service)).toEqual(expect.arrayContaining(known(before)));
    expect(containers(service, "web").map(({ name }) => name)).toEqual(["nginx", "app", "worker"]);
  });

  it("grow in number with the oldest job of all of their queues", () => {
    const alarm = named(
      service,
      "aws_cloudwatch_metric_alarm",
      "api-production-worker_slow-add",
      "alarm_name",
    );
    expect(alarm).toMatchObject({ threshold: 900 });
    expect(alarm.metric_query).toMatchObject([
      { metric: { dimensions: { QueueName: expect.stringContaining("queue_jobs") as string } } },
      { metric: { dimensions: { QueueName: expect.stringContaining("queue-reports_jobs") as string } } },
      { expression: "FILL(queue1, 0)", return_data: false },
      { expression: "FILL(queue2, 0)", return_data: false },
      { expression: "MAX([age1, age2])", return_data: true },
    ]);
    expect(named(service, "aws_appautoscaling_policy", "api-production-worker_slow-remove")).toBeDefined();
  });

  it("ring when they stop to poll", () => {
    const silent = (name: string) =>
      named(service, "aws_cloudwatch_metric_alarm", `api-production/silent-${name}`, "alarm_name");
    expect(JSON.stringify(silent("worker").metric_query)).toContain("queue-emails_jobs");
    expect(JSON.stringify(silent("worker_slow").metric_query)).toContain("queue-reports_jobs");
  });

  it("may be deployed by CI, without a deployment of the base stack for each", () => {
    expect(statement(base, "UpdateServices").resources).toContain(
      "arn:aws:ecs:ap-northeast-1:123456789012:service/api-production/worker_*",
    );
    expect(statement(base, "RegisterRevisions").resources).toContain(
      "arn:aws:ecs:ap-northeast-1:123456789012:task-definition/api-production-worker_*:*",
    );
  });

  it("are in the events and the rights of the notifier", () => {
    const patterns = all(service, "aws_cloudwatch_event_rule").map(({ event_pattern }) =>
      String(event_pattern),
    );
    expect(patterns.some((pattern) => pattern.includes("service/api-production/worker_slow"))).toBe(true);
    expect(statement(service, "ReadTheirLogs").resources).toContainEqual(
      expect.stringContaining("log-group:/api-production/worker_slow:"),
    );
  });

  it("leave half of a web task's CPU units to the application", () => {
    const sidecars = Array.from({ length: 7 }, (_, index) => ({
      name: `w${index}`,
      runs: "sidecar" as const,
      queues: ["default"],
    }));
    const scaled = {
      ...production,
      hosts: { ...production.hosts, instanceType: "m7i.4xlarge" },
      web: { scaling: { maximum: 2, cpuUnits: 1_024 } },
    };
    const unitsOf = (workers: typeof sidecars) =>
      cpuUnitsOf(resolveEnvironments([{ ...scaled, workers }])[0]!);
    expect(unitsOf([])).toMatchObject({ app: 768, nginx: 128, worker: 128 });
    expect(unitsOf(sidecars)).toMatchObject({ app: 520, nginx: 56, worker: 56, worker_w6: 56 });
  });
});
