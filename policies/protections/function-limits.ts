import type { Policy } from "../policy";
import { number, unless } from "../values";

export const functionLimits: Policy = {
  name: "function-limits",
  reason: "A flood of events takes the account's whole concurrency from every other function, and is billed.",
  source: 'AWS: "Configuring reserved concurrency for a function", AWS Lambda Developer Guide',
  types: ["aws_lambda_function"],
  check: ({ body }) =>
    unless(
      (number(body.reserved_concurrent_executions) ?? -1) > 0,
      "reserved_concurrent_executions is not set: set it to what the function may run at once",
    ),
};
