import type { Policy } from "../policy";
import { found, isTrue, list, unless } from "../values";

export const safeApplies: Policy = {
  name: "safe-applies",
  reason:
    "It is applied to somebody else's account, or by two at once, who leave a state that knows half of each.",
  source: 'Terraform: "Backend Type: s3", and the AWS provider\'s allowed_account_ids',
  types: ["provider.aws", "terraform.backend.s3"],
  check: ({ type, body }) =>
    type === "provider.aws"
      ? unless(
          list(body.allowed_account_ids).length > 0,
          found("any-account", "allowed_account_ids is missing: name the environment's accountId"),
        )
      : unless(
          isTrue(body.use_lockfile) || body.dynamodb_table !== undefined,
          found("no-lock", "use_lockfile is not true, so the state has no lock: set it to true"),
        ),
};
