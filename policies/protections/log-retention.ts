import type { Policy } from "../policy";
import { number, text, unless } from "../values";

export const logRetention: Policy = {
  name: "log-retention",
  reason: "A group without a retention keeps its logs, and what personal data is in them, for ever.",
  source: 'AWS: "Working with log groups and log streams", Amazon CloudWatch Logs User Guide',
  types: ["aws_cloudwatch_log_group", "aws_lambda_function"],
  check: ({ type, body }, stack) => {
    if (type === "aws_cloudwatch_log_group") {
      return unless(
        (number(body.retention_in_days) ?? 0) > 0,
        "retention_in_days is not set: set it to the environment's logs.retentionDays",
      );
    }
    const name = text(body.function_name);
    return unless(
      name === undefined ||
        stack.blocks.some(
          (other) => other.type === "aws_cloudwatch_log_group" && other.body.name === `/aws/lambda/${name}`,
        ),
      `no log group is named /aws/lambda/${name ?? ""}, so Lambda makes one without a retention: add it`,
    );
  },
};
