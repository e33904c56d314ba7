import { resolveEnvironments } from "../../../config/resolve-environments";
import { verdictOn } from "../../policies/made-stacks";
import { change, mistakeIn, resolve } from "../change";

const IDENTITY = "arn:aws:ses:eu-west-1:111122223333:identity/shop.example";
const one = (action: string, resource: string, reason?: string) => ({
  permissions: [{ actions: [action], resources: [resource], ...(reason === undefined ? {} : { reason }) }],
});
const REASON = "The action has no resource.";

type Accepted = [what: string, action: string, resource: string, reason?: string];
const ACCEPTED: Accepted[] = [
  ["one resource", "ses:SendEmail", IDENTITY],
  ["a pattern", "sqs:SendMessage", "arn:aws:sqs:eu-west-1:111122223333:billing-*"],
  ["objects of another bucket", "s3:GetObject", "arn:aws:s3:::company-media/*"],
  ["every resource, with a reason", "rekognition:DetectLabels", "*", REASON],
  [
    "a secret that is not this project's",
    "ssm:GetParameter",
    "arn:aws:ssm:eu-west-1:111122223333:parameter/billing/token",
  ],
  [
    "a secret by the pattern of its suffix",
    "secretsmanager:GetSecretValue",
    "arn:aws:secretsmanager:eu-west-1:111122223333:secret:token-??????",
  ],
  ["a role of another system", "sts:AssumeRole", "arn:aws:iam::444455556666:role/reports"],
  ["a list", "ssm:DescribeParameters", "*", REASON],
  ["a list of buckets", "s3:ListAllMyBuckets", "*", REASON],
  ["its own queue", "sqs:PurgeQueue", "arn:aws:sqs:eu-west-1:111122223333:shop-test-jobs"],
];

describe("more permissions", () => {
  it.each<Accepted>(ACCEPTED)("are for %s", (_, ...permission) => {
    expect(resolve(one(...permission))).toBe("accepted");
  });

  it("are accepted by the policies", () => {
    const permissions = ACCEPTED.flatMap(([, ...permission]) => one(...permission).permissions);
    expect(verdictOn(resolveEnvironments([change({ permissions })]))).toBe("accepted");
  });

  it.each(["ses:*", "*", "ses:Send*", "SendEmail", "ses:SendEmail "])(
    "name their actions, unlike %s",
    (action) => {
      expect(resolve(one(action, IDENTITY))).toContain(
        "an action of IAM without a wildcard, e.g. ses:SendEmail",
      );
    },
  );

  it.each([
    "shop.example",
    "arn:aws:s3:::${aws:username}",
    "arn:aws:*:eu-west-1:111122223333:x",
    'arn:aws:s3:::a"b',
  ])("have ARNs, unlike %s", (resource) => {
    expect(resolve(one("s3:GetObject", resource))).toContain("test: permissions[0].resources[0]");
  });

  it.each([
    ["*"],
    ["arn:aws:sqs:*:*:*"],
    ["arn:aws:dynamodb:eu-west-1:111122223333:table/*"],
    ["arn:aws:s3:::*"],
    ["arn:aws:s3:::*/*"],
  ])("have a reason for %s", (resource) => {
    expect(resolve(one("dynamodb:GetItem", resource))).toContain(
      "named resources, unless reason says why they cannot be named",
    );
    expect(resolve(one("dynamodb:GetItem", resource, REASON))).toBe("accepted");
  });

  it("have a reason for nothing else, and every resource alone", () => {
    expect(resolve(one("ses:SendEmail", IDENTITY, REASON))).toContain("test: permissions[0].reason");
    expect(
      resolve({ permissions: [{ actions: ["ses:SendEmail"], resources: ["*", IDENTITY], reason: REASON }] }),
    ).toContain('"*" alone: it contains all others');
  });

  it.each([
    ["iam:PutRolePolicy", "arn:aws:iam::111122223333:role/reports"],
    ["iam:CreateAccessKey", "arn:aws:iam::111122223333:user/reports"],
    ["ssm:SendCommand", "arn:aws:ec2:eu-west-1:111122223333:instance/i-0123456789abcdef0"],
    ["ssm:StartSession", "arn:aws:ec2:eu-west-1:111122223333:instance/i-0123456789abcdef0"],
    ["ecs:ExecuteCommand", "arn:aws:ecs:eu-west-1:111122223333:cluster/shop-test"],
    ["ecs:RunTask", "arn:aws:ecs:eu-west-1:111122223333:task-definition/reports:*"],
    ["kms:decrypt", "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"],
  ])("never contain %s", (action, resource) => {
    expect(resolve(one(action, resource))).toContain("test: permissions[0].actions[0]");
  });

  it("name the secrets that they read", () => {
    expect(mistakeIn(one("ssm:GetParameter", "arn:aws:ssm:eu-west-1:111122223333:parameter/billing/*")))
      .toMatchInlineSnapshot(`
      "permissions[0].resources[0]
        got      "arn:aws:ssm:eu-west-1:111122223333:parameter/billing/*"
        allowed  secrets by their names: a pattern also reads those that are added later
        fix      Name them. The end of a secret's ARN in Secrets Manager is -??????."
    `);
  });
});

describe("the resources of this project", () => {
  it.each([
    ["s3:GetObject", "arn:aws:s3:::shop-terraform-state-111122223333/*"],
    ["s3:GetObject", "arn:aws:s3:::shop-*"],
    ["s3:PutObject", "arn:aws:s3:::shop-test-settings-111122223333/env/*"],
    ["s3:ListBucket", "arn:aws:s3:::*-state-*"],
    ["s3:DeleteObject", "arn:aws:s3:::shop-test-access-logs-111122223333/*"],
    ["ssm:PutParameter", "arn:aws:ssm:eu-west-1:111122223333:parameter/shop-test/image/app"],
    ["ssm:GetParameters", "arn:aws:ssm:*:*:parameter/shop-test/secret/APP_KEY"],
    ["iam:PassRole", "arn:aws:iam::111122223333:role/shop-test-task"],
    ["iam:PassRole", "arn:aws:iam::111122223333:role/shop-*"],
    ["sts:AssumeRole", "arn:aws:iam::111122223333:role/*-deploy"],
    ["kms:ScheduleKeyDeletion", "arn:aws:kms:eu-west-1:111122223333:key/????????-*"],
    ["ecr:PutImage", "arn:aws:ecr:eu-west-1:111122223333:repository/shop-test/app"],
    ["lambda:UpdateFunctionCode", "arn:aws:lambda:eu-west-1:111122223333:function:shop-test-deploy-notifier"],
    ["sts:AssumeRole", "*"],
    ["s3:getobject", "*"],
  ])("are not among them: %s on %s", (action, resource) => {
    expect(resolve(one(action, resource, resource === "*" ? REASON : undefined))).toContain(
      "allowed  resources of the application: this project's own lead to more rights",
    );
  });

  it("are each named in the message", () => {
    expect(mistakeIn(one("s3:GetObject", "*", REASON))).toMatchInlineSnapshot(`
      "permissions[0].resources[0]
        got      "*", which covers the Terraform state, the settings, the access logs
        allowed  resources of the application: this project's own lead to more rights
        fix      Name the resources that the application needs."
    `);
  });
});

describe("a driver that calls AWS", () => {
  it.each([
    ["MAIL_MAILER", "ses", "ses:SendRawEmail", IDENTITY],
    [
      "SESSION_DRIVER",
      "dynamodb",
      "dynamodb:GetItem",
      "arn:aws:dynamodb:eu-west-1:111122223333:table/sessions",
    ],
    ["FILESYSTEM_DISK", "s3", "s3:PutObject", "arn:aws:s3:::company-media/*"],
  ])("may be used with its rights: %s=%s", (setting, driver, action, resource) => {
    expect(resolve({ [`env.${setting}`]: driver, ...one(action, resource) })).toBe("accepted");
    expect(resolve({ [`env.${setting}`]: driver })).toContain("unless permissions has actions of");
  });
});
