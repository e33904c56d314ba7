import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { IamUserPolicy } from "@cdktf/provider-aws/lib/iam-user-policy";
import { statement } from "../protected";
import * as policies from "../../../policies/subjects/iam-wildcards";
import { describePolicies } from "../describe-policies";

describePolicies(policies, {
  protects: {
    "iam-wildcards": {
      actions: [
        statement({ actions: ["s3:GetObject", "kms:ReEncrypt*"], resources: ["arn:aws:s3:::b/*"] }),
        { actions: ["s3:*"] },
        "statement It allows s3:*: name the actions",
      ],
      resources: [
        statement({ actions: ["s3:GetObject"], resources: ["arn:aws:s3:::b/*"] }),
        { resources: ["*"] },
        "statement It allows its actions on every resource: name the resources, or write anyResource(reason)",
      ],
      "AWS's own policies": [
        (stack, change) =>
          new IamRolePolicyAttachment(stack, "a", {
            role: "r",
            policyArn: "arn:aws:iam::111122223333:policy/own",
            ...change,
          }),
        { policyArn: "arn:aws:iam::aws:policy/AdministratorAccess" },
        "which AWS can extend at any time",
      ],
      "a user's own policy": [
        (stack, change) =>
          "user" in (change ?? {}) ? new IamUserPolicy(stack, "p", { user: "u", policy: "{}" }) : undefined,
        { user: "u" },
        "a policy is attached to a user: attach it to a group",
      ],
      secrets: [
        statement({
          actions: ["ssm:GetParameter"],
          resources: ["arn:aws:ssm:eu-west-1:111122223333:parameter/shop/a"],
        }),
        { resources: ["arn:aws:ssm:eu-west-1:111122223333:parameter/*"] },
        "statement It reads secrets by the pattern arn:aws:ssm:eu-west-1:111122223333:parameter/*: name them",
      ],
      "secrets, but not those of one environment": [
        statement({
          actions: ["ssm:GetParameters"],
          resources: ["arn:aws:ssm:eu-west-1:111122223333:parameter/shop-test/secret/*"],
        }),
        { resources: ["arn:aws:ssm:eu-west-1:111122223333:parameter/shop-*/secret/*"] },
        "statement It reads secrets by the pattern",
      ],
      "secrets, but not what AWS publishes": [
        statement({
          actions: ["ssm:GetParameter"],
          resources: ["arn:aws:ssm:eu-west-1::parameter/aws/service/ecs/optimized-ami/*"],
        }),
        { resources: ["arn:aws:ssm:eu-west-1::parameter/*"] },
        "statement It reads secrets by the pattern",
      ],
      "kinds of actions, also those that only describe": [
        statement({ actions: ["ec2:DescribeInstances"], resources: ["arn:aws:ec2:*:*:instance/i-1"] }),
        { actions: ["ec2:Describe*"] },
        "statement It allows ec2:Describe*: name the actions",
      ],
      "kinds of actions with a question mark": [
        statement({ actions: ["s3:GetObject"], resources: ["arn:aws:s3:::b/*"] }),
        { actions: ["s3:???Object"] },
        "statement It allows s3:???Object: name the actions",
      ],
      "the resources of a type": [
        statement({ actions: ["iam:GetRole"], resources: ["arn:aws:iam::111122223333:role/shop-*"] }),
        { resources: ["arn:aws:iam::111122223333:role/*"] },
        "on every resource that arn:aws:iam::111122223333:role/* matches: name the resources, or write anyResource(reason)",
      ],
      "the buckets": [
        statement({ actions: ["s3:GetObject"], resources: ["arn:aws:s3:::b/*"] }),
        { resources: ["arn:aws:s3:::*/*"] },
        "on every resource that arn:aws:s3:::*/* matches",
      ],
      "all but a few actions": [
        statement({ actions: ["s3:GetObject"], resources: ["arn:aws:s3:::b/*"] }),
        { actions: [], notActions: ["iam:*"] },
        "not_actions allows all others: name what is allowed",
      ],
      "all but a few resources": [
        statement({ actions: ["s3:GetObject"], resources: ["arn:aws:s3:::b/*"] }),
        { resources: [], notResources: ["arn:aws:s3:::c/*"] },
        "not_resources allows all others: name what is allowed",
      ],
      "merged statements": [
        (stack, change) =>
          new DataAwsIamPolicyDocument(stack, "document", {
            statement: [{ sid: "It", actions: ["s3:GetObject"], resources: ["arn:aws:s3:::b/*"] }],
            ...change,
          }),
        { sourcePolicyDocuments: ["{}"] },
        "source_policy_documents merges statements that no policy checks: write them here",
      ],
      "statements that can be checked": [
        (stack, change) =>
          new IamRolePolicy(stack, "p", {
            role: "r",
            policy: new DataAwsIamPolicyDocument(stack, "document", {
              statement: [{ actions: ["s3:GetObject"], resources: ["arn:aws:s3:::b/*"] }],
            }).json,
            ...change,
          }),
        { policy: JSON.stringify({ Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] }) },
        "policy is not a DataAwsIamPolicyDocument, so that no policy checks its statements: use one",
      ],
      "what a role has attached": [
        (stack, change) => new IamRole(stack, "r", { assumeRolePolicy: "{}", ...change }),
        { managedPolicyArns: ["arn:aws:iam::aws:policy/AdministratorAccess"] },
        "managed_policy_arns is arn:aws:iam::aws:policy/AdministratorAccess, which AWS can extend at any time",
      ],
      "what is written in a role": [
        (stack, change) => new IamRole(stack, "r", { assumeRolePolicy: "{}", ...change }),
        { inlinePolicy: [{ name: "all", policy: "{}" }] },
        "inline_policy is checked by no policy: write an IamRolePolicy",
      ],
    },
  },
});
