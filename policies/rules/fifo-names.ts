import type { Policy } from "../policy";
import { text } from "../values";

const SUFFIX = ".fifo";

export const fifoNames: Policy = {
  name: "fifo-names",
  reason: "The name of a FIFO queue or topic ends in .fifo, and no other does.",
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
