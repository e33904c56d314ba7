import type { Policy } from "../policy";
import { found, isTrue, unless } from "../values";

export const keyRotation: Policy = {
  name: "key-rotation",
  reason:
    "One key for ever protects ever more; without a policy of its own, everybody in the account may use it.",
  source: 'AWS: "Rotate AWS KMS keys" and "Key policies in AWS KMS", AWS KMS Developer Guide',
  types: ["aws_kms_key"],
  check: ({ body }) => [
    ...unless(
      isTrue(body.enable_key_rotation),
      found("no-rotation", "enable_key_rotation is not true: set it to true"),
    ),
    ...unless(
      body.policy !== undefined,
      found("no-policy", "policy is missing: say who may use the key, and through what"),
    ),
  ],
};
