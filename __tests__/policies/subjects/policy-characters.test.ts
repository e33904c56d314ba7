import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import { Fn, TerraformLocal } from "cdktf";
import type { Build } from "../synth";
import * as policies from "../../../policies/subjects/policy-characters";
import { describePolicies, refusals } from "../describe-policies";

/** Where a policy of IAM or KMS can have a character that it must not have. */
const OTHER_CHARACTERS: readonly (readonly [words: string, says: string, build: Build])[] = [
  [
    "a trust policy with Japanese text in a condition",
    'aws_iam_role.role: assume_role_policy has 本 (U+672C) in "repo:example/shop:environment:本番"',
    (stack) => {
      const trust = new DataAwsIamPolicyDocument(stack, "trust", {
        statement: [
          {
            actions: ["sts:AssumeRoleWithWebIdentity"],
            condition: [
              {
                test: "StringEquals",
                variable: "token.actions.githubusercontent.com:sub",
                values: ["repo:example/shop:environment:本番"],
              },
            ],
          },
        ],
      });
      new IamRole(stack, "role", {
        name: "deploy",
        assumeRolePolicy: trust.json,
      });
    },
  ],
  [
    "a document of which another is made",
    'aws_iam_policy.policy: policy has 😀 (U+1F600) in "😀"',
    (stack) => {
      const inner = new DataAwsIamPolicyDocument(stack, "inner", {
        statement: [{ sid: "😀" }],
      });
      const outer = new DataAwsIamPolicyDocument(stack, "outer", {
        sourcePolicyDocuments: [inner.json],
      });
      new IamPolicy(stack, "policy", { policy: outer.json });
    },
  ],
  [
    "a document that Terraform encodes",
    'aws_iam_role_policy.policy: policy has ā (U+0101) in "ā"',
    (stack) =>
      new IamRolePolicy(stack, "policy", {
        role: "r",
        policy: Fn.jsonencode(new TerraformLocal(stack, "document", { Id: "ā", Statement: [] }).expression),
      }),
  ],
  [
    "a policy of a role's own, as JSON",
    'aws_iam_role.role: inline_policy has – (U+2013) in "{\\"Id\\": \\"a–b\\"}"',
    (stack) =>
      new IamRole(stack, "role", {
        name: "r",
        assumeRolePolicy: "{}",
        inlinePolicy: [{ name: "p", policy: '{"Id": "a–b"}' }],
      }),
  ],
  [
    "a key's policy",
    'aws_kms_key.key: policy has 本 (U+672C) in "{\\"Id\\": \\"本番\\"}"',
    (stack) => new KmsKey(stack, "key", { policy: '{"Id": "本番"}' }),
  ],
];

describePolicies(policies, {
  accepts: {
    "policy-characters": {
      "Latin characters, and others where no policy has them": (stack) => {
        new IamRole(stack, "role", {
          name: "r",
          assumeRolePolicy: '{"Id": "été"}',
        });
        new IamPolicy(stack, "escaped", {
          policy: String.raw`{"Id": "\u672c"}`,
        });
        new TerraformLocal(stack, "not-named", ["本番"]);
        new DataAwsIamPolicyDocument(stack, "not-of-iam", {
          statement: [{ resources: ["arn:aws:s3:::b/本番"] }],
        });
        new SqsQueue(stack, "queue", { tags: { stage: "本番" } });
      },
    },
  },
  refuses: {
    "policy-characters": {
      ...refusals(OTHER_CHARACTERS, (says) => `${says}: use characters up to U+00FF`),
      "Japanese text in a role's policy": [
        (stack) =>
          new IamRolePolicy(stack, "policy", {
            role: "deploy",
            policy: '{"Id": "本番"}',
          }),
        "aws_iam_role_policy.policy: policy has 本 (U+672C)",
      ],
    },
  },
});
