import {
  BackupClient,
  CreateBackupPlanCommand,
  CreateBackupSelectionCommand,
  CreateBackupVaultCommand,
  DeleteBackupVaultAccessPolicyCommand,
  DeleteBackupVaultCommand,
  ListCopyJobsCommand,
  ListRecoveryPointsByBackupVaultCommand,
  PutBackupVaultAccessPolicyCommand,
  UpdateGlobalSettingsCommand,
} from "@aws-sdk/client-backup";
import { CreateKeyCommand, KMSClient, PutKeyPolicyCommand } from "@aws-sdk/client-kms";
import { copyStatements } from "../../../constructs/data/copy-statements";
import type { Member } from "../organization";
import { addMember, clientsIn, organize } from "../organization";
import { ACCOUNT, arn, REGION, TestAccount } from "../test-account";

const ELSEWHERE = "ap-northeast-3";
const NAME = "api-production";
const SHARE = { Effect: "Allow", Action: "rds:ModifyDBSnapshotAttribute", Resource: "*" };

/** The statements of a stack as JSON, for the key of the database. */
const keyPolicy = (...statements: ReturnType<typeof copyStatements>) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: "kms:*", Resource: "*" },
      ...statements.map(({ principals, actions, resources, condition }) => ({
        Effect: "Allow",
        Principal: { AWS: (principals as { identifiers: string[] }[])[0]?.identifiers },
        Action: actions,
        Resource: resources,
        Condition: (condition as { test: string; variable: string; values: string[] }[]).reduce<
          Record<string, Record<string, string[]>>
        >(
          (all, { test, variable, values }) => ({ ...all, [test]: { ...all[test], [variable]: values } }),
          {},
        ),
      })),
    ],
  });

/** Each test takes one thing away that AWS Backup needs to copy a database into another account. */
describe("a copy into another account", () => {
  let account: TestAccount;
  let member: Member;
  let backup: BackupClient;
  let there: BackupClient;
  let key: { KeyId: string };

  const intoVault = () => ({
    Effect: "Allow",
    Action: ["backup:CopyIntoBackupVault"],
    Resource: arn("backup", `backup-vault:${NAME}`).replace(REGION, ELSEWHERE).replace(ACCOUNT, member.id),
  });
  const vaultPolicy = (accountId: string) =>
    there.send(
      new PutBackupVaultAccessPolicyCommand({
        BackupVaultName: NAME,
        Policy: JSON.stringify({
          Version: "2012-10-17",
          Statement: [
            {
              Effect: "Allow",
              Principal: { AWS: `arn:aws:iam::${accountId}:root` },
              Action: "backup:CopyIntoBackupVault",
              Resource: "*",
            },
          ],
        }),
      }),
    );
  const enable = (isEnabled: boolean) =>
    backup.send(
      new UpdateGlobalSettingsCommand({
        GlobalSettings: { isCrossAccountBackupEnabled: String(isEnabled) },
      }),
    );
  const share = (...statements: ReturnType<typeof copyStatements>) =>
    new KMSClient(account.clients).send(
      new PutKeyPolicyCommand({ ...key, PolicyName: "default", Policy: keyPolicy(...statements) }),
    );
  const stackShares = () => share(...copyStatements(member.id, [REGION, ELSEWHERE]));
  const vaultWithKey = async () => {
    const { KeyMetadata } = await new KMSClient({ ...member.clients, region: ELSEWHERE }).send(
      new CreateKeyCommand({}),
    );
    await there.send(
      new CreateBackupVaultCommand({ BackupVaultName: NAME, EncryptionKeyArn: KeyMetadata?.Arn }),
    );
    await vaultPolicy(ACCOUNT);
  };

  /** The copies that a day adds to the vault, or why there is none. */
  async function aDay(): Promise<{ copies: number; failed: (string | undefined)[] }> {
    const points = async () =>
      (await there.send(new ListRecoveryPointsByBackupVaultCommand({ BackupVaultName: NAME }))).RecoveryPoints
        ?.length ?? 0;
    const failures = async () =>
      (await backup.send(new ListCopyJobsCommand({ ByState: "FAILED" }))).CopyJobs ?? [];
    const before = { points: await points(), failures: (await failures()).length };
    await fetch(`${account.endpoint}/embedded-aws/backups`, { method: "POST" });
    return {
      copies: (await points()) - before.points,
      failed: (await failures()).slice(before.failures).map(({ StatusMessage }) => StatusMessage),
    };
  }
  const refused = (text: string) => ({ copies: 0, failed: [expect.stringContaining(text) as string] });
  const made = { copies: 1, failed: [] };

  beforeAll(async () => {
    account = await TestAccount.open();
    await organize(account.clients);
    member = await addMember(account.clients);
    backup = new BackupClient(account.clients);
    there = new BackupClient({ ...member.clients, region: ELSEWHERE });
    const { KeyMetadata } = await new KMSClient(account.clients).send(new CreateKeyCommand({}));
    key = { KeyId: KeyMetadata?.KeyId ?? "" };
    await account.database(NAME, { StorageEncrypted: true, KmsKeyId: KeyMetadata?.Arn });
    const IamRoleArn = await account.role(NAME, intoVault(), SHARE);
    await backup.send(new CreateBackupVaultCommand({ BackupVaultName: NAME }));
    await vaultWithKey();
    const { BackupPlanId } = await backup.send(
      new CreateBackupPlanCommand({
        BackupPlan: {
          BackupPlanName: NAME,
          Rules: [
            {
              RuleName: "daily",
              TargetBackupVaultName: NAME,
              CopyActions: [{ DestinationBackupVaultArn: intoVault().Resource }],
            },
          ],
        },
      }),
    );
    await backup.send(
      new CreateBackupSelectionCommand({
        BackupPlanId,
        BackupSelection: { SelectionName: NAME, IamRoleArn, Resources: [arn("rds", `db:${NAME}`)] },
      }),
    );
    await enable(true);
    await stackShares();
  }, 90_000);

  afterAll(() => account.close());

  it("is made with what the stack and the account of the copies have", async () => {
    expect(await aDay()).toEqual(made);
  });

  it("needs the setting of the organization, which only its management account changes", async () => {
    await expect(
      there.send(
        new UpdateGlobalSettingsCommand({ GlobalSettings: { isCrossAccountBackupEnabled: "true" } }),
      ),
    ).rejects.toThrow("management account");
    await enable(false);
    expect(await aDay()).toEqual(refused("not enabled in the organization"));
    await enable(true);
    expect(await aDay()).toEqual(made);
  });

  it("needs a vault that lets this account copy into it", async () => {
    await vaultPolicy("111122223333");
    expect(await aDay()).toEqual(refused("Access Denied trying to call AWS Backup service"));
    await there.send(new DeleteBackupVaultAccessPolicyCommand({ BackupVaultName: NAME }));
    expect(await aDay()).toEqual(refused("Access Denied trying to call AWS Backup service"));
    await vaultPolicy(ACCOUNT);
    expect(await aDay()).toEqual(made);
  });

  it("needs a role that may copy, and share the snapshot", async () => {
    await account.allow(NAME, SHARE);
    expect(await aDay()).toEqual(refused("Access Denied trying to call AWS Backup service"));
    await account.allow(NAME, intoVault());
    expect(await aDay()).toEqual(refused("Access Denied trying to call RDS service"));
    await account.allow(NAME, intoVault(), SHARE);
    expect(await aDay()).toEqual(made);
  });

  it("needs the key of the database, with each of the statements of the stack", async () => {
    const statements = copyStatements(member.id, [REGION, ELSEWHERE]);
    for (const missing of statements) {
      await share(...statements.filter((each) => each !== missing));
      expect(await aDay()).toEqual(refused("The source snapshot KMS key"));
    }
    await share(...copyStatements("111122223333", [REGION, ELSEWHERE]));
    expect(await aDay()).toEqual(refused("The source snapshot KMS key"));
    await stackShares();
    expect(await aDay()).toEqual(made);
  });

  it("needs an account of the same organization", async () => {
    const stranger = new BackupClient({
      ...(await clientsIn(account.clients, "444455556666")),
      region: ELSEWHERE,
    });
    await stranger.send(new CreateBackupVaultCommand({ BackupVaultName: "strange" }));
    const { BackupPlanId } = await backup.send(
      new CreateBackupPlanCommand({
        BackupPlan: {
          BackupPlanName: "strange",
          Rules: [
            {
              RuleName: "daily",
              TargetBackupVaultName: NAME,
              CopyActions: [
                {
                  DestinationBackupVaultArn: `arn:aws:backup:${ELSEWHERE}:444455556666:backup-vault:strange`,
                },
              ],
            },
          ],
        },
      }),
    );
    const IamRoleArn = await account.role("strange", { ...intoVault(), Resource: "*" }, SHARE);
    await backup.send(
      new CreateBackupSelectionCommand({
        BackupPlanId,
        BackupSelection: { SelectionName: "strange", IamRoleArn, Resources: [arn("rds", `db:${NAME}`)] },
      }),
    );
    expect(await aDay()).toMatchObject({ failed: [expect.stringContaining("the same organization")] });
  });

  it("stays, because a vault with copies cannot be deleted", async () => {
    await expect(there.send(new DeleteBackupVaultCommand({ BackupVaultName: NAME }))).rejects.toThrow(
      "contains recovery points",
    );
  });
});
