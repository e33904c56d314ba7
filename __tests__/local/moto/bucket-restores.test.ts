import {
  BackupClient,
  CreateBackupPlanCommand,
  CreateBackupSelectionCommand,
  CreateBackupVaultCommand,
  DescribeRestoreJobCommand,
  ListRecoveryPointsByBackupVaultCommand,
  StartRestoreJobCommand,
} from "@aws-sdk/client-backup";
import { CreateRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { REGION, TestAccount } from "../test-account";

const NAME = "api-production";
const RIGHTS = [
  { Effect: "Allow", Action: ["s3:ListBucket", "s3:GetBucketLocation"], Resource: "arn:aws:s3:::*" },
  { Effect: "Allow", Action: "s3:PutObject", Resource: "arn:aws:s3:::*/*" },
];

/** Each test takes one thing away that AWS Backup needs to restore a bucket. */
describe("a restore into a bucket of the embedded AWS", () => {
  let account: TestAccount;
  let backup: BackupClient;
  let s3: S3Client;
  let arn: string | undefined;
  let role: string | undefined;

  const bucket = (Bucket: string, region: "ap-northeast-1" | "ap-northeast-3" = REGION) =>
    new S3Client({ ...account.clients, region }).send(
      new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint: region } }),
    );
  const put = (Bucket: string, Body: string) => s3.send(new PutObjectCommand({ Bucket, Key: "1.jpg", Body }));
  const read = async (Bucket: string) =>
    (await s3.send(new GetObjectCommand({ Bucket, Key: "1.jpg" }))).Body?.transformToString();
  const restore = async (to: string, IamRoleArn = role) => {
    const { RestoreJobId } = await backup.send(
      new StartRestoreJobCommand({
        RecoveryPointArn: arn,
        IamRoleArn,
        ResourceType: "S3",
        Metadata: { DestinationBucketName: to, NewBucket: "false", Encrypted: "false" },
      }),
    );
    return backup.send(new DescribeRestoreJobCommand({ RestoreJobId }));
  };

  beforeAll(async () => {
    account = await TestAccount.open();
    backup = new BackupClient(account.clients);
    s3 = new S3Client(account.clients);
    await bucket("files");
    await bucket("empty");
    await put("files", "a photo");
    const Statement = [
      { Effect: "Allow", Principal: { Service: "backup.amazonaws.com" }, Action: "sts:AssumeRole" },
    ];
    const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
    const { Role } = await new IAMClient(account.clients).send(
      new CreateRoleCommand({ RoleName: NAME, AssumeRolePolicyDocument }),
    );
    role = Role?.Arn;
    await account.allow(NAME, ...RIGHTS);
    await backup.send(new CreateBackupVaultCommand({ BackupVaultName: NAME }));
    const { BackupPlanId } = await backup.send(
      new CreateBackupPlanCommand({
        BackupPlan: { BackupPlanName: NAME, Rules: [{ RuleName: "daily", TargetBackupVaultName: NAME }] },
      }),
    );
    await backup.send(
      new CreateBackupSelectionCommand({
        BackupPlanId,
        BackupSelection: { SelectionName: NAME, IamRoleArn: role, Resources: ["arn:aws:s3:::files"] },
      }),
    );
    await fetch(`${account.endpoint}/embedded-aws/backups`, { method: "POST" });
    const ofType = async (ByResourceType: string) =>
      (
        await backup.send(
          new ListRecoveryPointsByBackupVaultCommand({ BackupVaultName: NAME, ByResourceType }),
        )
      ).RecoveryPoints ?? [];
    arn = (await ofType("S3"))[0]?.RecoveryPointArn;
    expect(await ofType("RDS")).toEqual([]);
  }, 90_000);

  afterAll(() => account.close());

  it("needs a role that AWS Backup may assume", async () => {
    await expect(restore("empty", await account.role("of-a-function", ...RIGHTS))).rejects.toThrow(
      "cannot be assumed by AWS Backup",
    );
  });

  it.each(RIGHTS.map((each) => [each]))("needs all rights of the role, not only %j", async (right) => {
    await account.allow(NAME, right);
    expect(await restore("empty")).toMatchObject({
      Status: "FAILED",
      StatusMessage: expect.stringContaining("Access Denied") as string,
    });
    await account.allow(NAME, ...RIGHTS);
  });

  it("needs a bucket in the region of the backup", async () => {
    await bucket("elsewhere", "ap-northeast-3");
    for (const to of ["missing", "elsewhere"]) expect(await restore(to)).toMatchObject({ Status: "FAILED" });
  });

  it("writes what the bucket had at the time of the backup, and replaces no object", async () => {
    await put("files", "a later photo");
    expect(await restore("empty")).toMatchObject({ Status: "COMPLETED" });
    expect(await restore("files")).toMatchObject({ Status: "COMPLETED" });
    expect([await read("empty"), await read("files")]).toEqual(["a photo", "a later photo"]);
  });
});
