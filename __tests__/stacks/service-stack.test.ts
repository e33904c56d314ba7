import { all, containers, named, releasedCount, settings, statement, synthesize } from "../helpers/stacks";

const BIG = { instanceType: "t3.medium", ecsAmiRelease: "2023.0.20260226" };

const { service } = synthesize();
const [, , worker] = containers(service, "web");
const web = named(service, "aws_ecs_service", "web");
const webTask = named(service, "aws_ecs_task_definition", "api-production-web", "family");

describe("the web service", () => {
  it("replaces its one task without downtime, and goes back when the new one does not become healthy", () => {
    expect(web).toMatchObject({
      desired_count: releasedCount(1),
      deployment_minimum_healthy_percent: 100,
      deployment_maximum_percent: 200,
      deployment_circuit_breaker: { enable: true, rollback: true },
      availability_zone_rebalancing: "DISABLED",
      load_balancer: [expect.objectContaining({ container_name: "nginx", container_port: 8080 })],
    });
  });

  it("follows the revisions a deploy registers, and keeps those a rollback needs", () => {
    expect(webTask).toMatchObject({
      track_latest: true,
      skip_destroy: true,
    });
    expect(JSON.stringify(containers(service))).toMatch(
      /data\.aws_ssm_parameter\.app-image_tag_\w+\.insecure_value/,
    );
  });

  it("has no task until the first release: both images must have been released", () => {
    expect(web.desired_count).toMatch(/app-image_tag_\w+\.insecure_value != "none" && .*nginx-image_tag_/);
  });

  it("runs on the architecture of its hosts", () => {
    const arm = synthesize({
      hosts: { instanceType: "t4g.small", ecsAmiRelease: "2023.0.20260226" },
    }).service;

    expect(webTask.runtime_platform).toMatchObject({
      cpu_architecture: "X86_64",
    });
    expect(
      named(arm, "aws_ecs_task_definition", "api-production-web", "family").runtime_platform,
    ).toMatchObject({
      cpu_architecture: "ARM64",
    });
  });
});

describe("the worker", () => {
  it("processes the queue next to PHP-FPM, within its limits", () => {
    expect(worker).toMatchObject({
      command: [
        ...["artisan", "queue:work", "sqs", "--sleep=3", "--tries=0"],
        ...["--timeout=60", "--max-time=3600", "--memory=128"],
      ],
      stopTimeout: 90,
    });
  });

  it("is restarted when it exits, however soon, and does not stop the web task", () => {
    expect(worker).toMatchObject({
      essential: false,
      restartPolicy: { enabled: true, restartAttemptPeriod: 60 },
      environment: [{ name: "RUN_AT_LEAST_SECONDS", value: "60" }],
    });
  });

  it("can be a service of its own, with the same queue", () => {
    const apart = synthesize({ worker: { runs: "service", desiredCount: 2 }, hosts: BIG }).service;

    expect(containers(apart, "web").map(({ name }) => name)).toEqual(["nginx", "app"]);
    expect(containers(apart, "worker")).toEqual([expect.objectContaining({ essential: true })]);
    expect(named(apart, "aws_ecs_service", "worker")).toMatchObject({
      desired_count: releasedCount(2),
      deployment_minimum_healthy_percent: 100,
    });
    expect(apart.resource.aws_sqs_queue).toEqual(service.resource.aws_sqs_queue);
  });

  it("can be left out; the queue stays", () => {
    const without = synthesize({ worker: { runs: "none" } }).service;

    expect(containers(without).map(({ name }) => name)).not.toContain("worker");
    expect(without.resource.aws_sqs_queue).toEqual(service.resource.aws_sqs_queue);
  });
});

describe("the queue", () => {
  it("hides a job for longer than it may run, and keeps one that used up its retries", () => {
    expect(named(service, "aws_sqs_queue", "api-production-jobs")).toMatchObject({
      visibility_timeout_seconds: 120,
      redrive_policy: expect.stringContaining('"maxReceiveCount":5') as string,
      sqs_managed_sse_enabled: true,
    });
    expect(named(service, "aws_sqs_queue", "api-production-jobs-failed")).toMatchObject({
      message_retention_seconds: 1_209_600,
      sqs_managed_sse_enabled: true,
    });
  });

  it("is reached by TLS only", () => {
    for (const queue of ["jobs", "dead-letters"]) {
      expect(all(service, "aws_sqs_queue_policy").map(({ queue_url }) => queue_url)).toContainEqual(
        expect.stringContaining(`aws_sqs_queue.queue_${queue}_`),
      );
    }
  });

  it("is the only one the application may use", () => {
    expect(statement(service, "UseTheQueue").resources).toEqual([
      expect.stringMatching(/^\$\{aws_sqs_queue\.queue_jobs_\w+\.arn\}$/) as string,
    ]);
  });

  it("can keep strict order", () => {
    const ordered = synthesize({ queue: { fifo: true } }).service;

    expect(named(ordered, "aws_sqs_queue", "api-production-jobs.fifo")).toMatchObject({ fifo_queue: true });
    expect(named(ordered, "aws_sqs_queue", "api-production-jobs-failed.fifo")).toMatchObject({
      fifo_queue: true,
    });
  });
});

describe("the scheduler", () => {
  it("is one task that is replaced only after it has stopped, so that two never run at once", () => {
    expect(named(service, "aws_ecs_service", "scheduler")).toMatchObject({
      desired_count: releasedCount(1),
      deployment_minimum_healthy_percent: 0,
      deployment_maximum_percent: 100,
    });
    expect(containers(service, "scheduler")).toEqual([
      expect.objectContaining({ command: ["scheduler"], stopTimeout: 120 }),
    ]);
  });

  it("can be a task that EventBridge starts every minute, of whatever revision is newest", () => {
    const minutely = synthesize({
      scheduler: { runs: "eventbridge", stopTimeoutSeconds: 600 },
    }).service;
    const [schedule] = all(minutely, "aws_scheduler_schedule");

    // A rate would start at once, in a minute that a scheduler service may have run before it was deleted.
    expect(schedule).toMatchObject({ schedule_expression: "cron(* * * * ? *)" });
    expect(JSON.parse((schedule?.target as { input: string }).input)).toEqual({
      containerOverrides: [{ name: "scheduler", command: ["tick"] }],
    });
    expect(JSON.stringify(schedule?.target)).toMatch(/arn_without_revision/);
    expect(containers(minutely, "scheduler")).toEqual([
      expect.objectContaining({ command: ["tick"], stopTimeout: 600 }),
    ]);
    expect(minutely.resource.aws_ecs_service).not.toHaveProperty("scheduler_service");
    expect(all(minutely, "aws_ecs_service").map(({ name }) => name)).toEqual(["web"]);
  });

  it("can be left out", () => {
    const without = synthesize({ scheduler: { runs: "none" } }).service;

    expect(containers(without).map(({ name }) => name)).not.toContain("scheduler");
  });
});

describe("a migration", () => {
  it("is a task of its own, with its own log, that no service runs", () => {
    expect(containers(service, "migrate")).toEqual([
      expect.objectContaining({ command: ["migrate"], memory: 256 }),
    ]);
    expect(all(service, "aws_ecs_service").map(({ name }) => name)).toEqual(["scheduler", "web"]);
  });
});

describe("Laravel's settings", () => {
  it("are what the environment says and what follows from the infrastructure", () => {
    expect(settings(service)).toEqual([
      "APP_ENV=production",
      "APP_NAME=api",
      "APP_URL=${data.terraform_remote_state.base.outputs.url}",
      "AWS_DEFAULT_REGION=ap-northeast-1",
      "CACHE_STORE=database",
      "DB_CONNECTION=mysql",
      "DB_DATABASE=laravel",
      "DB_HOST=${data.terraform_remote_state.base.outputs.databaseAddress}",
      "DB_PORT=3306",
      "DB_USERNAME=laravel",
      "LOG_CHANNEL=stack",
      "MYSQL_ATTR_SSL_CA=/etc/ssl/certs/rds.pem",
      "QUEUE_CONNECTION=sqs",
      "SQS_PREFIX=https://sqs.ap-northeast-1.amazonaws.com/123456789012",
      expect.stringMatching(/^SQS_QUEUE=\$\{aws_sqs_queue\./),
      "TRUSTED_PROXIES=10.0.0.0/16",
    ]);
  });

  it("that look like a Terraform template arrive as they were written", () => {
    expect(settings(synthesize({ env: { MAIL_FROM_NAME: "100 %{x}" } }).service)).toContain(
      "MAIL_FROM_NAME=100 %%{x}",
    );
  });

  it("are in a file named by its content, next to those of earlier revisions", () => {
    const [file] = all(service, "aws_s3_object");
    const key = Object.entries(service.locals ?? {}).find(([id]) => id.startsWith("environment-file_key_"));

    expect(key?.[1]).toMatch(/^env\/\$\{sha256\(local\./);
    expect(file?.for_each).toMatch(/data\.aws_s3_objects\..*\.keys/);
    expect(file?.lifecycle).toEqual({ ignore_changes: ["content"] });
  });
});
