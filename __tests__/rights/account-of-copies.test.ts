import { FIXTURES } from "../helpers/fixtures";
import { allows, documentBehind } from "../helpers/iam";
import { ACCOUNT_OF_COPIES as ACCOUNT } from "./asked";
import { STRANGER } from "./foreign";
import { placeOf } from "./place";

const roleOf = (account: string, name = "aws-service-role/backup.amazonaws.com/AWSServiceRoleForBackup") =>
  `arn:aws:iam::${account}:role/${name}`;

/** What the role has there ("AWS managed policies for AWS Backup": AWSBackupServiceLinkedRolePolicyForBackup, version 31). */
const VIA = { StringLike: { "kms:ViaService": ["ec2.*.amazonaws.com", "rds.*.amazonaws.com"] } };
const OF_THE_ROLE = [
  { Effect: "Allow", Action: ["kms:DescribeKey"], Resource: ["*"] },
  {
    Effect: "Allow",
    Action: ["kms:ListGrants", "kms:ReEncryptFrom", "kms:GenerateDataKeyWithoutPlaintext"],
    Resource: ["*"],
    Condition: VIA,
  },
  {
    Effect: "Allow",
    Action: ["kms:CreateGrant"],
    Resource: ["*"],
    Condition: { ...VIA, Bool: { "kms:GrantIsForAWSResource": ["true"] } },
  },
] as const;
const EVERYTHING = [{ Effect: "Allow", Action: ["*"], Resource: ["*"] }] as const;

describe("the key of the database, in the account of the copies,", () => {
  const { stacks, deployed, keyArn } = placeOf(FIXTURES["copies-in-another-account"]!);
  const [key] = Object.values(stacks.base.resource.aws_kms_key ?? {});
  const resourcePolicy = documentBehind(stacks.base, key?.policy, deployed.in("base"));
  const rds = (region: string) => ({ "kms:ViaService": `rds.${region}.amazonaws.com` });
  const here = rds("ap-northeast-1");
  const granted = { "kms:GrantIsForAWSResource": "true" };
  const ask = (
    action: string,
    context: Record<string, string>,
    principal = roleOf(ACCOUNT),
    policy: Parameters<typeof allows>[0] = OF_THE_ROLE,
  ) =>
    allows(
      policy,
      { action, resource: keyArn, context: { ...context, "aws:PrincipalArn": principal } },
      { resourcePolicy, principal },
    );

  it.each([
    ["kms:DescribeKey", {}],
    ["kms:CreateGrant", { ...here, ...granted }],
    ["kms:CreateGrant", { ...rds("us-west-2"), ...granted }],
    ["kms:ListGrants", here],
    ["kms:ReEncryptFrom", here],
    ["kms:GenerateDataKeyWithoutPlaintext", here],
  ])("is used by AWS Backup for a copy: %s %j", async (action, context) => {
    expect(await ask(action, context)).toBe(true);
  });

  it.each([
    ["to decrypt", "kms:Decrypt", here],
    ["by hand", "kms:ReEncryptFrom", {}],
    [
      "through another service",
      "kms:ReEncryptFrom",
      { "kms:ViaService": "ec2.ap-northeast-1.amazonaws.com" },
    ],
    ["to hand it on by hand", "kms:CreateGrant", granted],
    ["to hand it on to anyone", "kms:CreateGrant", here],
    ["to administer it", "kms:ScheduleKeyDeletion", {}],
  ])("is not used %s (%s)", async (_, action, context) => {
    expect(await ask(action, context, roleOf(ACCOUNT), EVERYTHING)).toBe(false);
  });

  it.each([
    ["another role there", roleOf(ACCOUNT, "admin")],
    ["AWS Backup in a third account", roleOf(STRANGER)],
  ])("is not used by %s", async (_, principal) => {
    expect(await ask("kms:ReEncryptFrom", here, principal, EVERYTHING)).toBe(false);
    expect(await ask("kms:DescribeKey", {}, principal, EVERYTHING)).toBe(false);
  });
});
