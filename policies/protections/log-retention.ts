import type { Block, Finding, Policy } from "../policy";
import type { SynthesizedStack } from "../synthesized-stack";
import { blocks, found, list, number, text, unless } from "../values";

type Check = (block: Block, stack: SynthesizedStack) => Finding[];

const hasGroup = (name: string, stack: SynthesizedStack) =>
  stack.blocks.some(({ type, body }) => type === "aws_cloudwatch_log_group" && body.name === name);

const CHECKS: Readonly<Record<string, Check>> = {
  aws_cloudwatch_log_group: ({ body }) =>
    unless(
      (number(body.retention_in_days) ?? 0) > 0,
      found("no-retention", "retention_in_days is not set: set it to the environment's logs.retentionDays"),
    ),
  aws_lambda_function: ({ body }, stack) => {
    const name = text(body.function_name);
    return unless(
      name === undefined || hasGroup(`/aws/lambda/${name}`, stack),
      found(
        "no-group",
        `no log group is named /aws/lambda/${name ?? ""}, so Lambda makes one without a retention: add it`,
      ),
    );
  },
  aws_db_instance: ({ body }, stack) =>
    list(body.enabled_cloudwatch_logs_exports)
      .map((log) => `/aws/rds/instance/${String(body.identifier)}/${String(log)}`)
      .filter((name) => !hasGroup(name, stack))
      .map((name) =>
        found("no-group", `no log group is named ${name}, so RDS makes one without a retention: add it`),
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
          found(
            "access-logs",
            "its access logs are never deleted: set their bucket's expireAfterDays to logs.accessLogDays",
          ),
        ),
      ),
};

export const logRetention: Policy = {
  name: "log-retention",
  reason: "Logs without a retention, and what personal data is in them, are kept for ever.",
  source: 'AWS: "Working with log groups and log streams", Amazon CloudWatch Logs User Guide',
  types: Object.keys(CHECKS),
  check: (block, stack) => CHECKS[block.type]?.(block, stack) ?? [],
};
