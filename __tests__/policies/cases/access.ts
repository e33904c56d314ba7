import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { EcsTaskDefinition } from "@cdktf/provider-aws/lib/ecs-task-definition";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { IamUserPolicy } from "@cdktf/provider-aws/lib/iam-user-policy";
import { LambdaPermission } from "@cdktf/provider-aws/lib/lambda-permission";
import { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter";
import type { Case, Protected } from "../protected";
import { container, protectedDatabase, statement, template } from "../protected";
import { lambda } from "../resources";

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
    "confused-deputy",
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
    "iam-wildcards",
    "secrets",
    statement({
      actions: ["ssm:GetParameter"],
      resources: ["arn:aws:ssm:eu-west-1:111122223333:parameter/shop/a"],
    }),
    { resources: ["arn:aws:ssm:eu-west-1:111122223333:parameter/*"] },
    "statement It opens secrets by the pattern arn:aws:ssm:eu-west-1:111122223333:parameter/*: name them",
  ],
  [
    "iam-wildcards",
    "secrets, but not those of one environment",
    statement({
      actions: ["ssm:GetParameters"],
      resources: ["arn:aws:ssm:eu-west-1:111122223333:parameter/shop-test/secret/*"],
    }),
    { resources: ["arn:aws:ssm:eu-west-1:111122223333:parameter/shop-*/secret/*"] },
    "statement It opens secrets by the pattern",
  ],
  [
    "iam-wildcards",
    "secrets, but not what AWS publishes",
    statement({
      actions: ["ssm:GetParameter"],
      resources: ["arn:aws:ssm:eu-west-1::parameter/aws/service/ecs/optimized-ami/*"],
    }),
    { resources: ["arn:aws:ssm:eu-west-1::parameter/*"] },
    "statement It opens secrets by the pattern",
  ],
  [
    "iam-trust",
    "which roles are passed",
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
  [
    "confused-deputy",
    "a service that uses a resource",
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
      condition: [{ test: "ArnLike", variable: "aws:SourceArn", values: ["arn:aws:events:*:*:rule/shop-*"] }],
    },
    "statement It trusts a service on behalf of any account: add a condition on aws:SourceAccount",
  ],
  [
    "confused-deputy",
    "a service that names no account, where only one's own can be meant",
    statement({
      actions: ["s3:PutObject"],
      resources: ["arn:aws:s3:::logs/AWSLogs/111122223333/*"],
      principals: [{ type: "Service", identifiers: ["logdelivery.elasticloadbalancing.amazonaws.com"] }],
    }),
    { resources: ["arn:aws:s3:::logs/*"] },
    "statement It trusts a service on behalf of any account",
  ],
  [
    "confused-deputy",
    "who calls a function",
    (stack, change) =>
      new LambdaPermission(stack, "p", {
        action: "lambda:InvokeFunction",
        functionName: "f",
        principal: "events.amazonaws.com",
        sourceArn: "arn:aws:events:eu-west-1:111122223333:rule/shop",
        ...change,
      }),
    { sourceArn: undefined },
    "any account's resources may call it through the service: name the source_arn",
  ],
  [
    "iam-conditions",
    "who uses a key",
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
  [
    "iam-conditions",
    "who hands a key on",
    statement({
      actions: ["kms:CreateGrant"],
      resources: ["arn:key"],
      condition: [{ test: "Bool", variable: "kms:GrantIsForAWSResource", values: ["true"] }],
    }),
    { condition: [] },
    "statement It hands the key on to anybody: add a condition on kms:GrantIsForAWSResource",
  ],
  [
    "iam-conditions",
    "who runs tasks",
    statement({
      actions: ["ecs:RunTask"],
      resources: ["arn:task"],
      condition: [{ test: "ArnEquals", variable: "ecs:cluster", values: ["arn:cluster"] }],
    }),
    { condition: [] },
    "statement It reaches every cluster of the account: add a condition on ecs:cluster",
  ],
  [
    "iam-conditions",
    "who tags",
    statement({
      actions: ["ecs:TagResource"],
      resources: ["arn:task"],
      condition: [{ test: "StringEquals", variable: "ecs:CreateAction", values: ["RunTask"] }],
    }),
    { condition: [] },
    "statement It changes the tags of what is there: add a condition on ecs:CreateAction",
  ],
  [
    "pull-requests",
    "what is done",
    planRole,
    { actions: ["s3:GetObject", "s3:PutObject"] },
    "allows s3:PutObject",
  ],
  [
    "pull-requests",
    "what is denied",
    planRole,
    { denied: ["s3:*"] },
    "nothing denies it kms:Decrypt on every key",
  ],
  [
    "secret-strength",
    "a generated one",
    (stack, change) =>
      stack.addOverride("ephemeral.aws_secretsmanager_random_password.secret", {
        password_length: 32,
        ...change,
      }),
    { password_length: 8 },
    "ephemeral.aws_secretsmanager_random_password.secret: password_length is 8: use 22 or more",
  ],
  [
    "database-users",
    "the application",
    (stack, change) => {
      const secret = (name: string, valueFrom: string) => ({ name, valueFrom });
      const containers = {
        migrate: [secret("DB_PASSWORD", "arn:master"), secret("DB_APPLICATION_PASSWORD", "arn:own")],
        app: [secret("DB_PASSWORD", "arn:own")],
        ...change,
      };
      for (const [name, secrets] of Object.entries(containers)) {
        new EcsTaskDefinition(stack, name, {
          family: name,
          containerDefinitions: JSON.stringify([{ name, secrets }]),
        });
      }
    },
    { app: [{ name: "DB_PASSWORD", valueFrom: "arn:master" }] },
    'container "app": DB_PASSWORD is the password of the user that migrates: name the application\'s own',
  ],
  [
    "instance-metadata",
    "what containers send",
    template,
    { userData: "echo" },
    "user_data does not drop what containers send to 169.254.169.254",
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
