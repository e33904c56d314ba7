import type { Block, Policy } from "../policy";
import type { SynthesizedStack } from "../synthesized-stack";
import { blocks, found, number, unless } from "../values";

/** Whether a queue is where others put what failed. */
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

const LOSES = "has no dead_letter_config: name a queue for what failed";

export const deadLetters: Policy = {
  name: "dead-letters",
  reason: "What failed for good is thrown away, and nobody learns of it.",
  source:
    'AWS: "Using dead-letter queues in Amazon SQS"; "Using dead-letter queues to process undelivered events"',
  types: ["aws_sqs_queue", "aws_cloudwatch_event_target", "aws_lambda_function", "aws_scheduler_schedule"],
  check: (block, stack) => {
    switch (block.type) {
      case "aws_sqs_queue":
        return [
          ...unless(
            block.body.redrive_policy !== undefined || isForDeadLetters(block, stack),
            found("no-queue", "redrive_policy is missing: name a queue for what failed"),
          ),
          ...unless(
            number(block.body.message_retention_seconds) === LONGEST_SECONDS,
            found(
              "retention",
              `message_retention_seconds is not ${LONGEST_SECONDS}, so messages are gone before somebody is back: set it to that`,
            ),
          ),
        ];
      case "aws_scheduler_schedule":
        return blocks(block.body.target).flatMap((target) =>
          unless(target.dead_letter_config !== undefined, found("no-queue", `target ${LOSES}`)),
        );
      default:
        return unless(block.body.dead_letter_config !== undefined, found("no-queue", `it ${LOSES}`));
    }
  },
};
