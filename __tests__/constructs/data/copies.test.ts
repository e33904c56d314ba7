import type { EnvironmentInput } from "../../../config/schema/schema";
import { production } from "../../environments/production";
import type { StackJson } from "../../helpers/stacks";
import { all, only, statement, synthesize } from "../../helpers/stacks";

const copied = (changes: Partial<EnvironmentInput> = {}, more: object = {}) =>
  synthesize({
    database: { ...production.database, copies: { region: "ap-northeast-3", days: 14 }, ...more },
    ...changes,
  });
const { base, service } = copied();
const without = synthesize();

const vaultElsewhere = (stack: typeof base) =>
  all(stack, "aws_backup_vault").find(({ provider }) => provider === "aws.copies");
const providers = (stack: typeof base) =>
  (stack as unknown as { provider: { aws: Record<string, unknown>[] } }).provider.aws;

describe("copies in another region", () => {
  it("are in a vault there, with a key of its own, that Terraform does not destroy", () => {
    expect(vaultElsewhere(base)).toMatchObject({
      name: "api-production",
      kms_key_arn: expect.stringMatching(/^\$\{aws_kms_key\.copies_/) as string,
      lifecycle: { prevent_destroy: true },
    });
    const key = all(base, "aws_kms_key").find(({ provider }) => provider === "aws.copies");
    expect(key).toMatchObject({ enable_key_rotation: true, lifecycle: { prevent_destroy: true } });
    expect(providers(base).find(({ alias }) => alias === "copies")).toMatchObject({
      region: "ap-northeast-3",
      allowed_account_ids: ["123456789012"],
    });
  });

  it("are made each night after the backup of RDS, and kept as long as the environment says", () => {
    expect(only(base, "aws_backup_plan").rule).toEqual([
      expect.objectContaining({
        schedule: "cron(0 19 * * ? *)",
        lifecycle: { delete_after: 7 },
        copy_action: [
          {
            destination_vault_arn: expect.stringContaining("aws_backup_vault.copies_") as string,
            lifecycle: { delete_after: 14 },
          },
        ],
      }),
    ]);
  });

  it("are of the database, and of the bucket that the environment creates", () => {
    const resources = (stack: typeof base) => only(stack, "aws_backup_selection").resources as string[];
    expect(resources(base)).toEqual([expect.stringContaining("aws_db_instance.")]);
    expect(resources(copied({ files: { kind: "create" } }).base)).toEqual([
      expect.stringContaining("aws_db_instance."),
      expect.stringContaining("aws_s3_bucket.files_"),
    ]);
    expect(resources(copied({ files: { kind: "existing", bucket: "company-media" } }).base)).toHaveLength(1);
  });

  it("are alarmed when there are none, for each of both", () => {
    const alarms = (stack: typeof base) =>
      all(stack, "aws_cloudwatch_metric_alarm").filter(({ namespace }) => namespace === "AWS/Backup");
    expect(alarms(base)).toEqual([
      expect.objectContaining({
        metric_name: "NumberOfCopyJobsCompleted",
        dimensions: { BackupVaultName: "api-production", ResourceType: "RDS" },
        treat_missing_data: "breaching",
        evaluation_periods: 2,
        period: 86_400,
      }),
    ]);
    expect(alarms(copied({ files: { kind: "create" } }).base)).toHaveLength(2);
    expect(alarms(without.base)).toEqual([]);
  });

  it("are used by AWS Backup alone: neither key lets it be used otherwise", () => {
    expect(statement(base, "UseTheKeyOfTheCopies").condition).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          values: ["backup.ap-northeast-3.amazonaws.com", "rds.ap-northeast-3.amazonaws.com"],
        }),
      ]),
    );
  });

  it("are reported by Slack when they fail, in no other environment", () => {
    const names = (stack: typeof base) => all(stack, "aws_cloudwatch_event_rule").map(({ name }) => name);
    expect(names(service)).toContain("api-production-notify-copies");
    expect(names(without.service)).not.toContain("api-production-notify-copies");
  });
});

describe("copies in another account", () => {
  const account = "999988887777";
  const there = copied({}, { copies: { region: "ap-northeast-3", account } }).base;
  const principals = { identifiers: [`arn:aws:iam::${account}:root`], type: "AWS" };
  const ofAccount = (stack: StackJson) => JSON.stringify(stack).split(account).length - 1;

  it("go into the vault there, of which the stack creates nothing", () => {
    expect(only(there, "aws_backup_plan").rule).toEqual([
      expect.objectContaining({
        copy_action: [
          expect.objectContaining({
            destination_vault_arn: `arn:aws:backup:ap-northeast-3:${account}:backup-vault:api-production`,
          }),
        ],
      }),
    ]);
    expect(vaultElsewhere(there)).toBeUndefined();
    const { removed } = there as unknown as { removed: { from: string }[] };
    expect(removed.map(({ from }) => from.replace(/\..*/, ""))).toEqual(
      expect.arrayContaining(["aws_backup_vault", "aws_kms_key"]),
    );
  });

  it.each([
    ["FindTheKeyFromTheAccountOfTheCopies", ["aws:PrincipalArn"]],
    ["CopyIntoTheAccountOfTheCopies", ["aws:PrincipalArn", "kms:ViaService"]],
    ["LetRdsKeepCopying", ["aws:PrincipalArn", "kms:ViaService", "kms:GrantIsForAWSResource"]],
  ])("use the key of the database by AWS Backup in that account alone: %s", (sid, variables) => {
    const { principals: found, condition } = statement(there, sid) as unknown as {
      principals: object[];
      condition: { variable: string; values: string[] }[];
    };
    expect(found).toEqual([principals]);
    expect(condition.map(({ variable }) => variable)).toEqual(variables);
    expect(condition[0]?.values).toEqual([
      `arn:aws:iam::${account}:role/aws-service-role/backup.amazonaws.com/AWSServiceRoleForBackup`,
    ]);
  });

  it("need nothing else: the account is in no other place of the stack", () => {
    // The vault in the plan and in the role, and twice in each statement of the key.
    expect(ofAccount(there)).toBe(8);
    expect(ofAccount(base)).toBe(0);
    expect(statement(there, "ShareItsSnapshots").actions).toEqual(["rds:ModifyDBSnapshotAttribute"]);
  });

  it("are alarmed by the same name, which the vault there has", () => {
    expect(all(there, "aws_cloudwatch_metric_alarm").map(({ dimensions }) => dimensions)).toContainEqual({
      BackupVaultName: "api-production",
      ResourceType: "RDS",
    });
  });
});

describe("an environment without copies", () => {
  it("forgets the vault of earlier ones and its key, and destroys neither", () => {
    const { removed } = without.base as unknown as { removed: { from: string; lifecycle: object }[] };
    expect(removed.filter(({ from }) => from.includes(".copies_"))).toEqual(
      ["aws_kms_key", "aws_kms_alias", "aws_backup_vault"].map((type) => ({
        from: expect.stringMatching(new RegExp(`^${type}\\.copies_`)) as string,
        lifecycle: { destroy: false },
      })),
    );
    expect(removed.some(({ from }) => from.includes(".files_"))).toBe(true);
    expect(all(without.base, "aws_backup_vault")).toEqual([]);
    expect(providers(without.base)).toHaveLength(2);
  });

  it("keeps nothing of the vault from its destruction where the database has no protection", () => {
    const disposable = copied(
      { acceptedRisks: ["single-az-database", "no-deletion-protection"] },
      { deletionProtection: false },
    ).base;
    expect(vaultElsewhere(disposable)).toMatchObject({ lifecycle: { prevent_destroy: false } });
  });
});
