import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { LambdaPermission } from "@cdktf/provider-aws/lib/lambda-permission";
import type { Protected } from "../protected";
import { statement } from "../protected";
import * as policies from "../../../policies/subjects/iam-trust";
import { describePolicies } from "../describe-policies";

const bySubject = (test: string) => [
  { test: "StringEquals", variable: "idp:aud", values: ["sts"] },
  { test, variable: "idp:sub", values: ["repo:example/api:ref:refs/heads/main"] },
];

/** What pull requests plan with. */
const planRole: Protected = (stack, change: { actions?: string[]; denied?: string[] } = {}) => {
  const document = (id: string, statement: object[]) =>
    new DataAwsIamPolicyDocument(stack, id, { statement }).json;
  const subject = ["repo:example/api:pull_request"];
  const role = new IamRole(stack, "role", {
    name: "plan",
    assumeRolePolicy: document("trust", [
      {
        actions: ["sts:AssumeRoleWithWebIdentity"],
        condition: [{ test: "StringEquals", variable: "idp:sub", values: subject }],
      },
    ]),
  });
  new IamRolePolicy(stack, "policy", {
    role: role.id,
    policy: document("permissions", [
      { sid: "Read", actions: change.actions ?? ["s3:GetObject"], resources: ["arn:aws:s3:::b/*"] },
      { effect: "Deny", actions: change.denied ?? ["kms:Decrypt"], resources: ["*"] },
    ]),
  });
};

describePolicies(policies, {
  protects: {
    "iam-trust": {
      "who passes roles": [
        statement({
          actions: ["iam:PassRole"],
          condition: [
            { test: "StringEquals", variable: "iam:PassedToService", values: ["ecs-tasks.amazonaws.com"] },
          ],
        }),
        { condition: [] },
        "statement It passes roles to any service",
      ],
      workflows: [
        statement({ actions: ["sts:AssumeRoleWithWebIdentity"], condition: bySubject("StringEquals") }),
        { condition: bySubject("StringLike") },
        "statement It trusts more than one subject or audience",
      ],
      "which roles are passed": [
        statement({
          actions: ["iam:PassRole"],
          resources: ["arn:aws:iam::111122223333:role/task"],
          condition: [
            { test: "StringEquals", variable: "iam:PassedToService", values: ["ecs-tasks.amazonaws.com"] },
          ],
        }),
        { resources: ["arn:aws:iam::111122223333:role/*"] },
        "statement It passes roles by a pattern: name the roles",
      ],
    },
    "confused-deputy": {
      "a service": [
        statement({
          actions: ["sts:AssumeRole"],
          principals: [{ type: "Service", identifiers: ["ecs-tasks.amazonaws.com"] }],
          condition: [{ test: "StringEquals", variable: "aws:SourceAccount", values: ["111122223333"] }],
        }),
        { condition: [] },
        "statement It trusts a service on behalf of any account",
      ],
      "a service that uses a resource": [
        statement({
          actions: ["sqs:SendMessage"],
          principals: [{ type: "Service", identifiers: ["events.amazonaws.com"] }],
          condition: [
            {
              test: "ArnLike",
              variable: "aws:SourceArn",
              values: ["arn:aws:events:eu-west-1:111122223333:rule/shop-*"],
            },
          ],
        }),
        {
          condition: [
            { test: "ArnLike", variable: "aws:SourceArn", values: ["arn:aws:events:*:*:rule/shop-*"] },
          ],
        },
        "statement It trusts a service on behalf of any account: add a condition on aws:SourceAccount",
      ],
      "a service that names no account, where only one's own can be meant": [
        statement({
          actions: ["s3:PutObject"],
          resources: ["arn:aws:s3:::logs/AWSLogs/111122223333/*"],
          principals: [{ type: "Service", identifiers: ["logdelivery.elasticloadbalancing.amazonaws.com"] }],
        }),
        { resources: ["arn:aws:s3:::logs/*"] },
        "statement It trusts a service on behalf of any account",
      ],
      "who calls a function": [
        (stack, change) =>
          new LambdaPermission(stack, "p", {
            action: "lambda:InvokeFunction",
            functionName: "f",
            principal: "events.amazonaws.com",
            sourceArn: "arn:aws:events:eu-west-1:111122223333:rule/shop",
            ...change,
          }),
        { sourceArn: undefined },
        "resources of any account can call the function through the service: set source_arn",
      ],
    },
    "pull-requests": {
      "what is done": [planRole, { actions: ["s3:GetObject", "s3:PutObject"] }, "allows s3:PutObject"],
      "what is denied": [planRole, { denied: ["s3:*"] }, "no statement denies kms:Decrypt on every key"],
    },
  },
});
