import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import type { TerraformStack } from "cdktf";
import { statement } from "../protected";
import * as policies from "../../../policies/subjects/iam-permissions";
import { describePolicies } from "../describe-policies";

const policyOf = (stack: TerraformStack, body: object) =>
  new IamPolicy(stack, "policy", { policy: JSON.stringify({ Version: "2012-10-17", Statement: body }) });

const SECRETS = "arn:aws:ssm:eu-west-1:111122223333:parameter/shop-test/secret";

/** The conditions of a statement that runs tasks. */
const RUN = [
  { test: "ArnEquals", variable: "ecs:cluster", values: ["arn:cluster"] },
  { test: "ForAllValues:ArnEquals", variable: "ecs:capacity-provider", values: ["arn:hosts"] },
  { test: "Null", variable: "ecs:capacity-provider", values: ["false"] },
];

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
  protects: {
    "iam-conditions": {
      "who uses a key": [
        statement({
          actions: ["kms:Decrypt"],
          resources: ["arn:key"],
          condition: [
            { test: "StringEquals", variable: "kms:ViaService", values: ["ssm.eu-west-1.amazonaws.com"] },
          ],
        }),
        { condition: [{ test: "StringLike", variable: "kms:ViaService", values: ["*"] }] },
        "statement It uses a key for anything: add a condition on kms:ViaService or kms:EncryptionContext",
      ],
      "who hands a key on": [
        statement({
          actions: ["kms:CreateGrant"],
          resources: ["arn:key"],
          condition: [{ test: "Bool", variable: "kms:GrantIsForAWSResource", values: ["true"] }],
        }),
        { condition: [{ test: "Bool", variable: "kms:GrantIsForAWSResource", values: ["false"] }] },
        "statement It grants the key to any principal: add a condition on kms:GrantIsForAWSResource",
      ],
      "who runs tasks": [
        statement({
          actions: ["ecs:RunTask"],
          resources: ["arn:task"],
          condition: RUN,
        }),
        { condition: RUN.slice(1) },
        "statement It reaches every cluster of the account: add a condition on ecs:cluster",
      ],
      "where tasks run": [
        statement({ actions: ["ecs:RunTask"], resources: ["arn:task"], condition: RUN }),
        { condition: RUN.toSpliced(1, 1) },
        "statement It runs tasks on other hosts and on Fargate: add a condition on ecs:capacity-provider",
      ],
      "that tasks run on named capacity": [
        statement({ actions: ["ecs:RunTask"], resources: ["arn:task"], condition: RUN }),
        { condition: RUN.slice(0, 2) },
        "statement It runs tasks by a launch type, such as Fargate: add the condition Null on ecs:capacity-provider",
      ],
      "who tags": [
        statement({
          actions: ["ecs:TagResource"],
          resources: ["arn:task"],
          condition: [{ test: "StringEquals", variable: "ecs:CreateAction", values: ["RunTask"] }],
        }),
        { condition: [] },
        "statement It changes the tags of existing resources: add a condition on ecs:CreateAction",
      ],
    },
  },
});
