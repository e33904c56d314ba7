import type { Policy } from "../policy";
import { number } from "../values";

interface Range {
  readonly type: string;
  readonly argument: string;
  readonly minimum: number;
  readonly maximum: number;
}

const RANGES: readonly Range[] = [
  { type: "aws_kms_key", argument: "deletion_window_in_days", minimum: 7, maximum: 30 },
  { type: "aws_lambda_function", argument: "timeout", minimum: 1, maximum: 900 },
  { type: "aws_lambda_function", argument: "memory_size", minimum: 128, maximum: 10_240 },
  { type: "aws_sqs_queue", argument: "visibility_timeout_seconds", minimum: 0, maximum: 43_200 },
  { type: "aws_db_instance", argument: "backup_retention_period", minimum: 0, maximum: 35 },
];

/** "PutRetentionPolicy", Amazon CloudWatch Logs API Reference; 0 keeps logs for ever. */
const RETENTION_DAYS = [
  0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

export const argumentValues: Policy = {
  name: "argument-values",
  reason: "AWS refuses other values.",
  source: 'AWS: "Create..." of the resource, API reference of its service',
  types: ["aws_cloudwatch_log_group", ...RANGES.map(({ type }) => type)],
  check: ({ type, body }) => {
    const retention = number(body.retention_in_days);
    return [
      ...RANGES.filter((range) => range.type === type).flatMap(({ argument, minimum, maximum }) => {
        const value = number(body[argument]);
        if (value === undefined || (value >= minimum && value <= maximum)) return [];
        return [`${argument} is ${value}: choose ${minimum} to ${maximum}`];
      }),
      ...(type === "aws_cloudwatch_log_group" &&
      retention !== undefined &&
      !RETENTION_DAYS.includes(retention)
        ? [`retention_in_days is ${retention}: choose one of ${RETENTION_DAYS.join(", ")}`]
        : []),
    ];
  },
};
