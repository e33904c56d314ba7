import { resolveEnvironments } from "../../config/resolve-environments";
import type { EnvironmentInput } from "../../config/schema/schema";
import { laravelSettings } from "../../config/laravel-settings";
import { production } from "../environments/production";
import { all, containers, named, statement, synthesize, synthesizeEnvironment } from "../helpers/stacks";

/** With a queue for urgent jobs and one for long ones. */
const queues: EnvironmentInput = {
  ...production,
  queue: { visibilityTimeoutSeconds: 630 },
  queues: {
    emails: { visibilityTimeoutSeconds: 630 },
    reports: { visibilityTimeoutSeconds: 630, maxReceiveCount: 2 },
  },
  worker: {
    runs: "service",
    queues: ["emails", "default", "reports"],
    timeoutSeconds: 600,
    stopTimeoutSeconds: 600,
  },
};

const { service } = synthesizeEnvironment(queues);
const alarmNames = (stack: typeof service) =>
  all(stack, "aws_cloudwatch_metric_alarm").map(({ alarm_name }) =>
    String(alarm_name).replace("api-production/", ""),
  );

describe("queues with names", () => {
  it("are where Laravel looks for them: between SQS_PREFIX and SQS_SUFFIX", () => {
    const [environment] = resolveEnvironments([queues]);
    const settings = laravelSettings({
      environment: environment!,
      url: "",
      databaseAddress: "",
      queueName: "api-production-jobs",
      filesBucketName: "",
      cacheAddress: "",
    });
    const prefix = "https://sqs.ap-northeast-1.amazonaws.com/123456789012";

    expect(settings).toMatchObject({
      SQS_PREFIX: prefix,
      SQS_QUEUE: `${prefix}/api-production-jobs`,
      SQS_SUFFIX: "_api-production",
    });
    expect(named(service, "aws_sqs_queue", `emails${settings.SQS_SUFFIX}`)).toMatchObject({
      visibility_timeout_seconds: 630,
    });
  });

  it("have a dead-letter queue each", () => {
    expect(named(service, "aws_sqs_queue", "reports_api-production").redrive_policy).toMatch(
      /aws_sqs_queue\.queue-reports_dead-letters_\w+\.arn.*"maxReceiveCount":2/,
    );
    expect(named(service, "aws_sqs_queue", "reports-failed_api-production")).toBeDefined();
  });

  it("are all that the application may use, and no dead-letter queue", () => {
    expect(statement(service, "UseTheQueue").resources).toEqual(
      ["queue", "queue-emails", "queue-reports"].map(
        (queue) =>
          expect.stringMatching(new RegExp(`^\\$\\{aws_sqs_queue\\.${queue}_jobs_\\w+\\.arn\\}$`)) as string,
      ),
    );
  });

  it("are asked in the order of the worker, the default one by its URL", () => {
    const worker = containers(service, "worker").find(({ name }) => name === "worker");
    expect(worker?.command).toContainEqual(
      expect.stringMatching(
        /^--queue=emails,https:\/\/sqs\.ap-northeast-1\.amazonaws\.com\/123456789012\/\$\{aws_sqs_queue\.queue_jobs_\w+\.name\},reports$/,
      ),
    );
  });

  it("do not make a worker wait for one while others have jobs", () => {
    const waits = (stack: typeof service) =>
      Object.fromEntries(
        all(stack, "aws_sqs_queue")
          .filter((queue) => queue.receive_wait_time_seconds !== undefined)
          .map((queue) => [String(queue.name), queue.receive_wait_time_seconds]),
      );
    expect(waits(service)).toEqual({
      "api-production-jobs": 0,
      "emails_api-production": 0,
      "reports_api-production": 1,
    });
    expect(waits(synthesize().service)).toEqual({ "api-production-jobs": 20 });
  });

  it("have the alarms of the default one each, which keeps its own", () => {
    expect(alarmNames(service)).toEqual(
      expect.arrayContaining([
        "failed-jobs",
        "failed-jobs-emails",
        "failed-jobs-reports",
        "waiting-jobs",
        "waiting-jobs-emails",
        "waiting-jobs-reports",
        "silent-worker",
      ]),
    );
    const silent = named(
      service,
      "aws_cloudwatch_metric_alarm",
      "api-production/silent-worker",
      "alarm_name",
    );
    expect(JSON.stringify(silent.metric_query)).toContain("aws_sqs_queue.queue-emails_jobs");
    expect(silent.alarm_description).toContain("polled the queue emails for 25 minutes");
  });

  it("keep the address and the name of the default queue", () => {
    const before = synthesizeEnvironment(production).service;
    expect(Object.keys(service.resource.aws_sqs_queue!)).toEqual(
      expect.arrayContaining(Object.keys(before.resource.aws_sqs_queue!)),
    );
  });
});
