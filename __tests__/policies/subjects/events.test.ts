import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import type { TerraformStack } from "cdktf";
import { lambda, schedule } from "../resources";
import * as policies from "../../../policies/subjects/events";
import { describePolicies } from "../describe-policies";

const pattern = (stack: TerraformStack, eventPattern: object) =>
  new CloudwatchEventRule(stack, "rule", { eventPattern: JSON.stringify(eventPattern) });

describePolicies(policies, {
  accepts: {
    "schedule-expressions": {
      "rate(1 minute)": (stack) => schedule(stack, { scheduleExpression: "rate(1 minute)" }),
      "six fields": (stack) => schedule(stack, { scheduleExpression: "cron(0/15 8-18 ? * MON-FRI *)" }),
      "a single time": (stack) => schedule(stack, { scheduleExpression: "at(2026-12-31T23:59:00)" }),
    },
    "schedule-time-zones": {
      "Asia/Tokyo": (stack) => schedule(stack, { scheduleExpressionTimezone: "Asia/Tokyo" }),
      UTC: (stack) => schedule(stack, { scheduleExpressionTimezone: "UTC" }),
    },
    "event-patterns": {
      "lists, nested too": (stack) =>
        pattern(stack, { source: ["aws.ecs"], detail: { group: [{ prefix: "service:" }] } }),
    },
    "lambda-packages": {
      "a file that exists": (stack) => lambda(stack, { s3Bucket: undefined, filename: __filename }),
    },
    "fifo-names": {
      "a FIFO queue that says so": (stack) =>
        new SqsQueue(stack, "q", { name: "jobs.fifo", fifoQueue: true }),
    },
  },
  refuses: {
    "schedule-expressions": {
      "rate(5 minute)": [
        (stack) => schedule(stack, { scheduleExpression: "rate(5 minute)" }),
        "write rate(5 minutes)",
      ],
      "cron without a question mark": [
        (stack) => schedule(stack, { scheduleExpression: "cron(0 18 * * * *)" }),
        "write ? for day-of-month or for day-of-week",
      ],
      "crontab's own form": [
        (stack) => schedule(stack, { scheduleExpression: "0 18 * * *" }),
        "or cron(...) with six fields",
      ],
      "5-field cron": [
        (stack) => schedule(stack, { scheduleExpression: "cron(0 18 * * ?)" }),
        'schedule_expression is "cron(0 18 * * ?)": it has 5 fields: write six',
      ],
      "rate(1 minutes)": [
        (stack) => schedule(stack, { scheduleExpression: "rate(1 minutes)" }),
        'schedule_expression is "rate(1 minutes)": write rate(1 minute)',
      ],
    },
    "schedule-time-zones": {
      "a zone in another case": [
        (stack) => schedule(stack, { scheduleExpressionTimezone: "asia/tokyo" }),
        "write Asia/Tokyo",
      ],
      "an offset": [
        (stack) => schedule(stack, { scheduleExpressionTimezone: "+09:00" }),
        "write a zone like Asia/Tokyo",
      ],
      "unknown time zone": [
        (stack) => schedule(stack, { scheduleExpressionTimezone: "Asia/Tokio" }),
        'schedule_expression_timezone is "Asia/Tokio": write Asia/Tokyo',
      ],
    },
    "event-patterns": {
      "a nested text": [
        (stack) => pattern(stack, { detail: { eventName: "FAILED" } }),
        'detail.eventName = "FAILED": write ["FAILED"]',
      ],
      "event pattern source as a string": [
        (stack) =>
          new CloudwatchEventRule(stack, "rule", { eventPattern: JSON.stringify({ source: "aws.ecs" }) }),
        'aws_cloudwatch_event_rule.rule: event_pattern has source = "aws.ecs": write ["aws.ecs"]',
      ],
    },
    "fifo-names": {
      "a suffix without the flag": [
        (stack) => new SnsTopic(stack, "t", { name: "alarms.fifo" }),
        "fifo_topic not true: set it, or drop .fifo",
      ],
      "FIFO name without .fifo": [
        (stack) => new SqsQueue(stack, "queue", { name: "jobs", fifoQueue: true }),
        'aws_sqs_queue.queue: name is "jobs" and fifo_queue true: write "jobs.fifo"',
      ],
    },
    "lambda-packages": {
      "a function without code": [
        (stack) => lambda(stack, { s3Bucket: undefined }),
        "the function has no code: set filename",
      ],
      "missing Lambda zip": [
        (stack) => lambda(stack, { s3Bucket: undefined, filename: "dist/notifier.zip" }),
        'filename is "dist/notifier.zip", which does not exist: build it first, or correct the path',
      ],
    },
  },
});
