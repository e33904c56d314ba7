import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import type { TerraformStack } from "cdktf";
import * as policies from "../../../policies/subjects/iam-permissions";
import { describePolicies } from "../describe-policies";

const policyOf = (stack: TerraformStack, body: object) =>
  new IamPolicy(stack, "policy", { policy: JSON.stringify({ Version: "2012-10-17", Statement: body }) });

const SECRETS = "arn:aws:ssm:eu-west-1:111122223333:parameter/shop-test/secret";

describePolicies(policies, {
  accepts: {
    "iam-statements": {
      "elements IAM knows": (stack) =>
        policyOf(stack, { Sid: "Read", Effect: "Allow", Action: "s3:GetObject", Resource: "*" }),
    },
    "policy-sizes": {
      "a policy for what a pattern names": (stack) =>
        new IamRolePolicy(stack, "p", {
          role: "r",
          policy: JSON.stringify({
            Version: "2012-10-17",
            Statement: { Effect: "Allow", Action: "sqs:SendMessage", Resource: "arn:aws:sqs:*:*:shop-*" },
          }),
        }),
    },
  },
  refuses: {
    "iam-statements": {
      "an effect IAM does not know": [
        (stack) => policyOf(stack, [{ Sid: "Read", Effect: "allow", Action: "*", Resource: "*" }]),
        'statement Read has Effect "allow": write "Allow" or "Deny"',
      ],
      "typo Actions in an IAM statement": [
        (stack) =>
          new IamPolicy(stack, "policy", {
            policy: JSON.stringify({
              Statement: [{ Effect: "Allow", Actions: "s3:GetObject", Resource: "*" }],
            }),
          }),
        "aws_iam_policy.policy: policy: statement 1 has Actions: write Action",
      ],
    },
    "policy-sizes": {
      "140 secrets in a role's policy": [
        (stack) =>
          new IamRolePolicy(stack, "policy", {
            role: "task-execution",
            policy: new DataAwsIamPolicyDocument(stack, "document", {
              statement: [
                {
                  actions: ["ssm:GetParameters"],
                  resources: Array.from({ length: 140 }, (_each, index) => `${SECRETS}/SECRET_${index}`),
                },
              ],
            }).json,
          }),
        "use at most 10240, e.g. one pattern for many ARNs",
      ],
    },
  },
});
