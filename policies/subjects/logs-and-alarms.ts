import type { Block } from "../block";
import type { Policy } from "../policy";
import { byType } from "../policy";
import type { SynthesizedStack } from "../synthesized-stack";
import { blocks, found, list, number, text, unless } from "../values";

const hasGroup = (name: string, stack: SynthesizedStack) =>
  stack.blocks.some(({ type, body }) => type === "aws_cloudwatch_log_group" && body.name === name);

export const logRetention: Policy = {
  name: "log-retention",
  reason: "Logs without a retention, and the personal data in them, are never deleted.",
  source: 'AWS: "Working with log groups and log streams", Amazon CloudWatch Logs User Guide',
  ...byType({
    aws_cloudwatch_log_group: ({ body }) =>
      unless(
        (number(body.retention_in_days) ?? 0) > 0,
        "no-retention",
        "retention_in_days is not set: set it to the environment's logs.retentionDays",
      ),
    aws_lambda_function: ({ body }, stack) => {
      const name = text(body.function_name);
      return unless(
        name === undefined || hasGroup(`/aws/lambda/${name}`, stack),
        "no-group",
        `no log group is named /aws/lambda/${name ?? ""}, so Lambda creates one without a retention: add it`,
      );
    },
    aws_db_instance: ({ body }, stack) =>
      list(body.enabled_cloudwatch_logs_exports)
        .map((log) => `/aws/rds/instance/${String(body.identifier)}/${String(log)}`)
        .filter((name) => !hasGroup(name, stack))
        .map((name) =>
          found("no-group", `no log group is named ${name}, so RDS creates one without a retention: add it`),
        ),
    aws_lb: ({ body }, stack) =>
      blocks(body.access_logs)
        .flatMap(({ bucket }) => stack.find("aws_s3_bucket", bucket) ?? [])
        .flatMap((bucket) =>
          unless(
            stack
              .about(bucket, "aws_s3_bucket_lifecycle_configuration", "bucket")
              .flatMap((lifecycle) => blocks(lifecycle.body.rule))
              .flatMap((rule) => blocks(rule.expiration))
              .some(({ days }) => (number(days) ?? 0) > 0),
            "access-logs",
            "the access logs are never deleted: set their bucket's expireAfterDays to logs.accessLogDays",
          ),
        ),
  }),
};

/** The dimension by which CloudWatch knows a resource, and where the resource has its value. */
const DIMENSIONS: Readonly<Record<string, readonly [dimension: string, argument: string]>> = {
  aws_db_instance: ["DBInstanceIdentifier", "identifier"],
  aws_lb: ["LoadBalancer", "arn_suffix"],
  aws_sqs_queue: ["QueueName", "name"],
};

const ALARM = "aws_cloudwatch_metric_alarm";

export const alarms: Policy = {
  name: "alarms",
  reason: "The resource fails or fills up, and no operator is notified.",
  source: 'AWS: "Using Amazon CloudWatch alarms", Amazon CloudWatch User Guide',
  types: [ALARM, ...Object.keys(DIMENSIONS)],
  check: (block, stack) =>
    block.type === ALARM
      ? unless(
          list(block.body.alarm_actions).length > 0,
          "no-action",
          "alarm_actions is empty: set the environment's topic",
        )
      : unless(
          isWatched(block, stack),
          "unwatched",
          "no alarm watches the resource: add one to constructs/monitoring/alarms",
        ),
};

function isWatched({ type, address, body }: Block, stack: SynthesizedStack): boolean {
  const [dimension = "", argument = ""] = DIMENSIONS[type] ?? [];
  const names = [body[argument], `\${${address}.${argument}}`];
  return stack.blocks
    .filter((other) => other.type === ALARM && !onlyScales(other))
    .flatMap((alarm) => [
      alarm.body,
      ...blocks(alarm.body.metric_query).flatMap(({ metric }) => blocks(metric)),
    ])
    .flatMap(({ dimensions }) => blocks(dimensions))
    .some(({ [dimension]: name }) => name !== undefined && names.includes(name));
}

/** An alarm that notifies no one: it only adds or removes tasks. */
const onlyScales = ({ body }: Block) => {
  const actions = list(body.alarm_actions).map(String);
  return actions.length > 0 && actions.every((action) => action.startsWith("${aws_appautoscaling_policy."));
};
