import { existsSync } from "node:fs";
import { nearest } from "../../facts/did-you-mean";
import type { Block } from "../block";
import type { Policy } from "../policy";
import type { SynthesizedStack } from "../synthesized-stack";
import { blocks, isObject, number, text, unless } from "../values";

export const eventPatterns: Policy = {
  name: "event-patterns",
  reason: "EventBridge refuses a pattern whose values are not lists.",
  source: 'AWS: "Amazon EventBridge event patterns", EventBridge User Guide',
  types: ["aws_cloudwatch_event_rule"],
  check: ({ body }, stack) =>
    fieldsWithoutList(stack.parse(body.event_pattern), "").map(
      ([path, value]) =>
        `event_pattern has ${path} = ${JSON.stringify(value)}: write [${JSON.stringify(value)}]`,
    ),
};

function fieldsWithoutList(pattern: unknown, path: string): (readonly [path: string, value: unknown])[] {
  if (!isObject(pattern)) return [];
  return Object.entries(pattern).flatMap(([key, value]) => {
    if (Array.isArray(value)) return [];
    return isObject(value) ? fieldsWithoutList(value, `${path}${key}.`) : [[`${path}${key}`, value] as const];
  });
}

const RATE = /^rate\((\d+) (minute|hour|day)(s?)\)$/;
const CRON = /^cron\((.*)\)$/;
const AT = /^at\(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\)$/;
const FIELD = /^[\d*,/?#LWA-Z-]+$/;

export const scheduleExpressions: Policy = {
  name: "schedule-expressions",
  reason:
    "EventBridge refuses other cron expressions than its own, which have six fields and a question mark.",
  source: 'AWS: "Schedule types", EventBridge Scheduler User Guide',
  types: ["aws_cloudwatch_event_rule", "aws_scheduler_schedule"],
  check: ({ type, body }) => {
    const expression = text(body.schedule_expression);
    if (expression === undefined || (type === "aws_scheduler_schedule" && AT.test(expression))) return [];
    const fix = problemOf(expression);
    return fix ? [`schedule_expression is "${expression}": ${fix}`] : [];
  },
};

function problemOf(expression: string): string | undefined {
  const [rate, count, unit = "", plural] = RATE.exec(expression) ?? [];
  if (rate) {
    const wanted = Number(count) === 1 ? "" : "s";
    if (Number(count) === 0) return "write 1 or more";
    return plural === wanted ? undefined : `write rate(${count} ${unit}${wanted})`;
  }
  const [cron, inner = ""] = CRON.exec(expression) ?? [];
  if (!cron) return "write rate(5 minutes), or cron(...) with six fields";

  const fields = inner.split(" ");
  if (fields.length !== 6) {
    return `it has ${fields.length} fields: write six (minute hour day-of-month month day-of-week year), e.g. cron(0 18 * * ? *)`;
  }
  const odd = fields.find((field) => !FIELD.test(field));
  if (odd !== undefined) return `"${odd}" is not a valid field`;
  if ([fields[2], fields[4]].filter((field) => field === "?").length !== 1) {
    return "write ? for day-of-month or for day-of-week, and for one of them only";
  }
  return undefined;
}

export const scheduleTimeZones: Policy = {
  name: "schedule-time-zones",
  reason: "EventBridge accepts only the exact names of the IANA time zone database.",
  source: 'AWS: "CreateSchedule", EventBridge Scheduler API Reference',
  types: ["aws_scheduler_schedule"],
  check: ({ body }) => {
    const zone = text(body.schedule_expression_timezone);
    if (zone === undefined || zone === "UTC" || isZone(zone)) return [];
    const meant = nearest(zone, Intl.supportedValuesOf("timeZone"));
    return [`schedule_expression_timezone is "${zone}": write ${meant ?? "a zone like Asia/Tokyo, or UTC"}`];
  },
};

/** Old names such as Asia/Calcutta count too; offsets such as +09:00 and names in another case do not. */
function isZone(zone: string): boolean {
  try {
    const { timeZone } = new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions();
    return /^[A-Z]/.test(zone) && (timeZone === zone || timeZone.toLowerCase() !== zone.toLowerCase());
  } catch {
    return false;
  }
}

const SUFFIX = ".fifo";

export const fifoNames: Policy = {
  name: "fifo-names",
  reason: "The name of a FIFO queue or topic ends in .fifo, and no other name may.",
  source: 'AWS: "CreateQueue", Amazon SQS API Reference, and "CreateTopic", Amazon SNS API Reference',
  types: ["aws_sqs_queue", "aws_sns_topic"],
  check: ({ type, body }) => {
    const flag = type === "aws_sqs_queue" ? "fifo_queue" : "fifo_topic";
    const fifo = body[flag] === true;
    const name = text(body.name);
    if (name === undefined || name.endsWith(SUFFIX) === fifo) return [];
    return [
      fifo
        ? `name is "${name}" and ${flag} true: write "${name}${SUFFIX}"`
        : `name is "${name}" and ${flag} not true: set it, or drop ${SUFFIX}`,
    ];
  },
};

/** Where CDKTF will copy an asset to: its source was looked for when it was declared. */
const ASSETS = "assets/";

export const lambdaPackages: Policy = {
  name: "lambda-packages",
  reason: "Terraform looks for the file only when it applies.",
  source: 'Terraform: "aws_lambda_function", AWS provider, and "archive_file", Archive provider',
  types: ["aws_lambda_function", "data.archive_file"],
  check: ({ type, body }) => {
    const inputs = type === "data.archive_file" ? ["source_file", "source_dir"] : ["filename"];
    const missing = inputs.flatMap((argument) => {
      const path = text(body[argument]);
      if (path === undefined || path.startsWith(ASSETS) || existsSync(path)) return [];
      return [`${argument} is "${path}", which does not exist: build it first, or correct the path`];
    });
    const hasCode = ["filename", "s3_bucket", "image_uri"].some((argument) => body[argument] !== undefined);
    return type === "data.archive_file" || hasCode ? missing : ["the function has no code: set filename"];
  },
};

export const functionLimits: Policy = {
  name: "function-limits",
  reason:
    "A burst of events uses the concurrency of the whole account, which other functions need, and is billed.",
  source: 'AWS: "Configuring reserved concurrency for a function", AWS Lambda Developer Guide',
  types: ["aws_lambda_function"],
  check: ({ body }) =>
    unless(
      (number(body.reserved_concurrent_executions) ?? -1) > 0,
      "reserved_concurrent_executions is not set: set it to the function's maximum number of parallel executions",
    ),
};

/** Whether a queue is the dead-letter queue of another resource. */
const isForDeadLetters = (queue: Block, stack: SynthesizedStack) =>
  stack.blocks.some(
    ({ body }) =>
      String(body.redrive_policy).includes(`{${queue.address}.arn}`) ||
      JSON.stringify([body.target, body.dead_letter_config, body.destination_config]).includes(
        `{${queue.address}.arn}`,
      ),
  );

/** 14 days, the longest that SQS keeps a message; its default is 4. */
const LONGEST_SECONDS = 1_209_600;

const LOSES = "has no dead_letter_config: set a dead-letter queue";

export const deadLetters: Policy = {
  name: "dead-letters",
  reason: "Messages that used up their retries are deleted without a trace.",
  source:
    'AWS: "Using dead-letter queues in Amazon SQS"; "Using dead-letter queues to process undelivered events"',
  types: ["aws_sqs_queue", "aws_cloudwatch_event_target", "aws_lambda_function", "aws_scheduler_schedule"],
  check: (block, stack) => {
    switch (block.type) {
      case "aws_sqs_queue":
        return [
          ...unless(
            block.body.redrive_policy !== undefined || isForDeadLetters(block, stack),
            "no-queue",
            "redrive_policy is missing: set a dead-letter queue",
          ),
          ...unless(
            number(block.body.message_retention_seconds) === LONGEST_SECONDS,
            "retention",
            `message_retention_seconds is not ${LONGEST_SECONDS}, so messages expire before an operator sees them: set it to that`,
          ),
        ];
      case "aws_scheduler_schedule":
        return blocks(block.body.target).flatMap((target) =>
          unless(target.dead_letter_config !== undefined, "no-queue", `target ${LOSES}`),
        );
      default:
        return unless(block.body.dead_letter_config !== undefined, "no-queue", `it ${LOSES}`);
    }
  },
};
