import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { IamUserPolicy } from "@cdktf/provider-aws/lib/iam-user-policy";
import { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter";
import type { Case } from "../protected";
import { container, protectedDatabase, statement, template } from "../protected";
import { lambda } from "../resources";

const bySubject = (test: string) => [
  { test: "StringEquals", variable: "idp:aud", values: ["sts"] },
  { test, variable: "idp:sub", values: ["repo:example/api:ref:refs/heads/main"] },
];

export const ACCESS: readonly Case[] = [
  [
    "plain-secrets",
    "a container's variable by its name",
    container,
    { environment: [{ name: "DB_PASSWORD", value: "a" }] },
    'container "app": DB_PASSWORD looks like a secret: name its parameter in secrets',
  ],
  [
    "plain-secrets",
    "a function's variable by its value",
    (stack, change) => lambda(stack, { environment: { variables: { LEVEL: "info" } }, ...change }),
    { environment: { variables: { TARGET: "https://hooks.slack.com/services/T/B/x" } } },
    "environment: TARGET is a Slack webhook: read it from a parameter",
  ],
  [
    "plain-secrets",
    "a database's password",
    protectedDatabase,
    { password: "a-long-password" },
    "password is written to the state: use password_wo",
  ],
  [
    "plain-secrets",
    "a parameter's value",
    (stack, change) =>
      new SsmParameter(stack, "secret", {
        name: "/a",
        type: "SecureString",
        valueWo: "a",
        valueWoVersion: 1,
        ...change,
      }),
    { valueWo: undefined, value: "a" },
    "value is written to the state: use value_wo",
  ],
  [
    "plain-secrets",
    "user data",
    template,
    { userData: "export KEY=AKIAABCDEFGHIJKLMNOP" },
    "user_data has an AWS access key",
  ],
  [
    "iam-wildcards",
    "actions",
    statement({ actions: ["s3:GetObject", "ec2:Describe*"], resources: ["arn:aws:s3:::b/*"] }),
    { actions: ["s3:*"] },
    "statement It allows s3:*: name the actions",
  ],
  [
    "iam-wildcards",
    "resources",
    statement({ actions: ["s3:GetObject"], resources: ["arn:aws:s3:::b/*"] }),
    { resources: ["*"] },
    "statement It allows it on every resource: name them, or write anyResource(reason)",
  ],
  [
    "iam-wildcards",
    "AWS's own policies",
    (stack, change) =>
      new IamRolePolicyAttachment(stack, "a", {
        role: "r",
        policyArn: "arn:aws:iam::111122223333:policy/own",
        ...change,
      }),
    { policyArn: "arn:aws:iam::aws:policy/AdministratorAccess" },
    "which AWS widens as it likes",
  ],
  [
    "iam-wildcards",
    "a user's own policy",
    (stack, change) =>
      "user" in (change ?? {}) ? new IamUserPolicy(stack, "p", { user: "u", policy: "{}" }) : undefined,
    { user: "u" },
    "a policy is attached to a user: attach it to a group",
  ],
  [
    "iam-trust",
    "who passes roles",
    statement({
      actions: ["iam:PassRole"],
      condition: [
        { test: "StringEquals", variable: "iam:PassedToService", values: ["ecs-tasks.amazonaws.com"] },
      ],
    }),
    { condition: [] },
    "statement It passes roles to any service",
  ],
  [
    "iam-trust",
    "workflows",
    statement({ actions: ["sts:AssumeRoleWithWebIdentity"], condition: bySubject("StringEquals") }),
    { condition: bySubject("StringLike") },
    "statement It trusts more than one subject or audience",
  ],
  [
    "iam-trust",
    "a service",
    statement({
      actions: ["sts:AssumeRole"],
      principals: [{ type: "Service", identifiers: ["ecs-tasks.amazonaws.com"] }],
      condition: [{ test: "StringEquals", variable: "aws:SourceAccount", values: ["111122223333"] }],
    }),
    { condition: [] },
    "statement It trusts a service on behalf of any account",
  ],
  [
    "instance-metadata",
    "tokens",
    template,
    { metadataOptions: { httpTokens: "optional", httpPutResponseHopLimit: 1 } },
    'metadata_options.http_tokens is not "required"',
  ],
  [
    "instance-metadata",
    "hops",
    template,
    { metadataOptions: { httpTokens: "required", httpPutResponseHopLimit: 2 } },
    "metadata_options.http_put_response_hop_limit is not 1",
  ],
];
