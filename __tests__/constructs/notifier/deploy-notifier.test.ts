import { production } from "../../environments/production";
import { matches } from "../../helpers/event-pattern";
import { all, named, only, statement, synthesize, synthesizeEnvironment } from "../../helpers/stacks";
import type { Sample } from "../../lambda/deploy-notifier/samples";
import {
  OTHER_ENVIRONMENTS,
  RULES_OF,
  SAMPLES,
  sample,
  sampleOf,
} from "../../lambda/deploy-notifier/samples";

const { base } = synthesize();
const { service } = synthesize({
  database: { ...production.database, copies: { region: "ap-northeast-3" } },
});
const progressing = synthesize({
  slack: { progress: true },
  database: { ...production.database, copies: { region: "ap-northeast-3" } },
}).service;

/** Which rules of a stack match an event. */
const rulesFor = (event: object, stack = service) =>
  all(stack, "aws_cloudwatch_event_rule")
    .filter(({ event_pattern }) => matches(JSON.parse(String(event_pattern)), event))
    .map(({ name }) => String(name).replace("api-production-notify-", ""));

const changed = (name: string, change: (event: Sample) => void): Sample => {
  const event = sample(name);
  change(event);
  return event;
};

describe("the rules", () => {
  it.each(SAMPLES)("match %s once", (name) => {
    expect(rulesFor(sample(name))).toEqual(RULES_OF[name]);
  });

  it("match tasks that start where the environment asks for it", () => {
    expect(rulesFor(sample("task-pending"), progressing)).toEqual(["progress"]);
    expect(rulesFor(sample("task-running"), progressing)).toEqual(["progress"]);
    expect(rulesFor(sample("task-out-of-memory"), progressing)).toEqual(["tasks"]);
  });

  it.each(SAMPLES)("do not match the %s of another environment", (name) => {
    for (const other of OTHER_ENVIRONMENTS) expect(rulesFor(sampleOf(other, name), progressing)).toEqual([]);
  });

  it("do not match another service of the cluster, nor another account's", () => {
    const elsewhere = (arn: string) =>
      changed("deployment-failed", (event) => {
        event.resources = [arn];
      });
    const web = "arn:aws:ecs:ap-northeast-1:123456789012:service/api-production/web";
    expect(rulesFor(elsewhere(web))).toEqual(["deployments"]);
    expect(rulesFor(elsewhere(`${web}-other`))).toEqual([]);
    expect(rulesFor(elsewhere(web.replace("123456789012", "210987654321")))).toEqual([]);
  });

  it.each<[string, string, (event: Sample) => void]>([
    [
      "a task that a deploy or a scaling stopped",
      "task-unhealthy",
      ({ detail }) => (detail.stoppedReason = "Scaling activity initiated by (deployment ecs-svc/1)"),
    ],
    [
      "a scheduled run, a migration or a worker's turn that is done",
      "migration-failed",
      ({ detail }) => (detail.containers = [{ name: "migrate", lastStatus: "STOPPED", exitCode: 0 }]),
    ],
    [
      "a task that an operator stopped",
      "scheduler-died",
      ({ detail }) => (detail.stopCode = "UserInitiated"),
    ],
    [
      "a worker that is stopped with its task",
      "worker-down",
      ({ detail }) => (detail.desiredStatus = "STOPPED"),
    ],
    [
      "another container that stops while the worker runs",
      "worker-down",
      ({ detail }) =>
        (detail.containers = [
          { name: "worker", lastStatus: "RUNNING" },
          { name: "nginx", lastStatus: "STOPPED" },
        ]),
    ],
    ["what a service says when all is well", "start-impaired", ({ detail }) => (detail.eventType = "INFO")],
    [
      "a new alarm that gets its first data",
      "alarm-over",
      ({ detail }) =>
        (detail.previousState = { value: "INSUFFICIENT_DATA", reason: "Unchecked: Initial alarm creation" }),
    ],
    [
      "an alarm that loses its data while all is well",
      "alarm-over",
      ({ detail }) => {
        detail.previousState = { value: "OK" };
        detail.state = {
          value: "INSUFFICIENT_DATA",
          reason: "Insufficient Data: 3 datapoints were unknown.",
        };
      },
    ],
    [
      "an image without critical findings",
      "image-scan",
      ({ detail }) => (detail["finding-severity-counts"] = { CRITICAL: 0, HIGH: 3 }),
    ],
  ])("do not match %s", (_, name, change) => {
    expect(rulesFor(sample(name))).toHaveLength(1);
    expect(rulesFor(changed(name, change))).toEqual([]);
  });

  it("match every way into and out of ALARM, so that each alarm that was posted is resolved", () => {
    const states = ["OK", "ALARM", "INSUFFICIENT_DATA"].map((value) => ({
      value,
      reason:
        value === "INSUFFICIENT_DATA" ? "Insufficient Data: 3 datapoints were unknown." : "Threshold Crossed",
    }));
    const transitions = states.flatMap((previousState) =>
      states.flatMap((state) => (state === previousState ? [] : [{ previousState, state }])),
    );
    const posted = transitions.filter(
      (transition) =>
        rulesFor(changed("alarm-over", ({ detail }) => Object.assign(detail, transition))).length,
    );

    expect(posted.map(({ previousState, state }) => `${previousState.value} -> ${state.value}`)).toEqual([
      "OK -> ALARM",
      "ALARM -> OK",
      "ALARM -> INSUFFICIENT_DATA",
      "INSUFFICIENT_DATA -> OK",
      "INSUFFICIENT_DATA -> ALARM",
    ]);
  });

  it("each let exactly themselves invoke the function, and lose nothing", () => {
    const rules = all(service, "aws_cloudwatch_event_rule").length;
    const permissions = all(service, "aws_lambda_permission");
    const targets = all(service, "aws_cloudwatch_event_target");

    expect(new Set(permissions.map(({ source_arn }) => source_arn)).size).toBe(rules);
    expect(targets).toHaveLength(rules);
    for (const permission of permissions) expect(permission.principal).toBe("events.amazonaws.com");
    for (const target of targets) {
      expect(target).toMatchObject({
        retry_policy: { maximum_event_age_in_seconds: 21_600, maximum_retry_attempts: 185 },
        dead_letter_config: { arn: expect.stringContaining("undelivered_queue") as string },
      });
    }
  });
});

describe("the function", () => {
  const lambda = only(service, "aws_lambda_function");

  it("is small, and keeps what it failed at", () => {
    expect(lambda).toMatchObject({
      runtime: "nodejs24.x",
      architectures: ["arm64"],
      timeout: 15,
      dead_letter_config: { target_arn: expect.stringContaining("undelivered_queue") as string },
    });
    expect(only(service, "aws_lambda_function_event_invoke_config")).toMatchObject({
      maximum_retry_attempts: 2,
      maximum_event_age_in_seconds: 21_600,
    });
  });

  it("reserves nothing by default, as Lambda refuses that in a new account", () => {
    expect(lambda).not.toHaveProperty("reserved_concurrent_executions");
  });

  it("can be one at a time", () => {
    const { service: grown } = synthesize({ slack: { reserveConcurrency: true } });

    expect(only(grown, "aws_lambda_function").reserved_concurrent_executions).toBe(1);
  });

  it("knows where the webhook is, and not what it is", () => {
    expect(lambda.environment).toEqual({
      variables: {
        ENVIRONMENT_NAME: "api-production",
        SLACK_PARAMETER: "/api-production/slack/webhook",
        SLACK_CHANNEL: "#deploy",
        SLACK_ICON: ":whale:",
        SLACK_USERNAME: "api-production",
      },
    });
    expect(named(base, "aws_ssm_parameter", "/api-production/slack/webhook")).toMatchObject({
      type: "SecureString",
      value_wo: "not set yet",
      value_wo_version: 1,
    });
  });

  it("works with no channel, icon or name", () => {
    const { service: plain } = synthesize({ slack: {} });

    expect(
      Object.keys((only(plain, "aws_lambda_function").environment as { variables: object }).variables),
    ).toEqual(["ENVIRONMENT_NAME", "SLACK_PARAMETER"]);
  });

  it("opens no other secret and reads no other environment's logs", () => {
    expect(statement(service, "ReadTheWebhook").resources).toEqual([
      "arn:aws:ssm:ap-northeast-1:123456789012:parameter/api-production/slack/webhook",
    ]);
    expect(statement(service, "DecryptTheWebhook").condition).toContainEqual({
      test: "StringEquals",
      variable: "kms:EncryptionContext:PARAMETER_ARN",
      values: ["arn:aws:ssm:ap-northeast-1:123456789012:parameter/api-production/slack/webhook"],
    });
    expect(statement(service, "ReadTheirLogs").resources).toEqual(
      ["app", "nginx", "worker", "scheduler", "migrate"].map(
        (container) =>
          `arn:aws:logs:ap-northeast-1:123456789012:log-group:/api-production/${container}:log-stream:ecs/*`,
      ),
    );
  });

  it("is not there where the environment has no Slack", () => {
    const { slack, ...silent } = production;
    expect(slack).toBeDefined();
    const { service: none, base: noneBelow } = synthesizeEnvironment(silent);

    expect(all(none, "aws_lambda_function")).toEqual([]);
    expect(all(none, "aws_cloudwatch_event_rule")).toEqual([]);
    expect(JSON.stringify([none, noneBelow])).not.toMatch(/slack|archive/);
  });
});

describe("events that could not be posted", () => {
  it("waits for two weeks, taken from the rules and the function only", () => {
    expect(named(service, "aws_sqs_queue", "api-production-undelivered-events")).toMatchObject({
      message_retention_seconds: 1_209_600,
      sqs_managed_sse_enabled: true,
    });
    expect(statement(service, "FromTheRules")).toMatchObject({
      principals: [{ type: "Service", identifiers: ["events.amazonaws.com"] }],
      condition: [
        {
          variable: "aws:SourceArn",
          values: expect.arrayContaining(
            all(service, "aws_lambda_permission").map(({ source_arn }) => source_arn),
          ) as string[],
        },
      ],
    });
  });

  it("raises an alarm that says what to do", () => {
    expect(
      named(service, "aws_cloudwatch_metric_alarm", "api-production/undelivered-events", "alarm_name"),
    ).toMatchObject({
      metric_name: "ApproximateNumberOfMessagesVisible",
      threshold: 1,
      comparison_operator: "GreaterThanOrEqualToThreshold",
      alarm_description: expect.stringContaining("npm run ops -- redrive production") as string,
    });
  });
});
