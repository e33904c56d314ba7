import { FIXTURES } from "../helpers/fixtures";
import { all, containers, synthesizeEnvironment } from "../helpers/stacks";

const { service } = synthesizeEnvironment(FIXTURES.horizon!);
const settings = Object.entries(service.locals ?? {})
  .filter(([name]) => name.startsWith("environment-file_lines_"))
  .flatMap(([, lines]) => lines as string[]);

describe("Laravel Horizon", () => {
  it("is a service that runs artisan horizon, and is checked for that", () => {
    const worker = containers(service).find(({ name }) => name === "worker");
    expect(worker).toMatchObject({ command: ["artisan", "horizon"], memory: 320, stopTimeout: 90 });
    expect(JSON.stringify(worker?.healthCheck)).toContain("is-running horizon");
    expect(all(service, "aws_ecs_service").map(({ name }) => name)).toContain("worker");
  });

  it("takes its jobs from the Valkey, where they stay hidden as long as in SQS", () => {
    expect(settings).toEqual(
      expect.arrayContaining(["QUEUE_CONNECTION=redis", "REDIS_QUEUE_RETRY_AFTER=120", "CACHE_STORE=redis"]),
    );
    expect(settings).not.toContain("QUEUE_CONNECTION=sqs");
  });

  it("leaves the queue in SQS, with the jobs that wait there, and is not missed as its worker", () => {
    expect(all(service, "aws_sqs_queue").map(({ name }) => name)).toContain("api-production-jobs");
    const alarms = all(service, "aws_cloudwatch_metric_alarm");
    expect(alarms.map(({ alarm_name: name }) => name)).not.toContain("api-production/silent-worker");
    const waiting = alarms.find(({ alarm_name: name }) => name === "api-production/waiting-jobs");
    expect(waiting?.alarm_description).toContain("dispatched before the switch to Horizon");
  });
});
