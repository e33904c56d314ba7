import type { Policy } from "../policy";
import { blocks, found, isTrue, unless } from "../values";

export const requestHardening: Policy = {
  name: "request-hardening",
  reason:
    "Two servers that read one request differently let a second one in with it, and no log tells of it.",
  source: 'AWS: "Application Load Balancers" and "Enable access logs", Elastic Load Balancing',
  types: ["aws_lb"],
  check: ({ body }) => [
    ...unless(
      isTrue(body.drop_invalid_header_fields),
      found("invalid-headers", "drop_invalid_header_fields is not true: set it to true"),
    ),
    ...unless(
      ["defensive", "strictest"].includes(String(body.desync_mitigation_mode)),
      found("desync", "desync_mitigation_mode is neither defensive nor strictest: set it to defensive"),
    ),
    ...unless(
      blocks(body.access_logs).some(({ enabled }) => isTrue(enabled)),
      found("access-logs", "access_logs is not enabled: give it an AccessLogs bucket"),
    ),
  ],
};
