import { CreateKeyCommand, KMSClient, PutKeyPolicyCommand } from "@aws-sdk/client-kms";
import {
  CopyDBSnapshotCommand,
  CreateDBSnapshotCommand,
  DescribeDBSnapshotsCommand,
  ModifyDBSnapshotAttributeCommand,
  RDSClient,
} from "@aws-sdk/client-rds";
import { clientsIn } from "../organization";
import { ACCOUNT, arn, TestAccount } from "../test-account";

const OTHER = "111122223333";
const SHARED = "shared";

const statement = (account: string, Action: string | string[]) => ({
  Effect: "Allow",
  Principal: { AWS: `arn:aws:iam::${account}:root` },
  Action,
  Resource: "*",
});

/** Each test takes one thing away that another account needs to copy a snapshot. */
describe("a snapshot of another account", () => {
  let account: TestAccount;
  let owner: RDSClient;
  let other: RDSClient;
  let ownKey: string;
  let otherKey: string;

  const share = (name: string, change: { ValuesToAdd?: string[]; ValuesToRemove?: string[] }) =>
    owner.send(
      new ModifyDBSnapshotAttributeCommand({
        DBSnapshotIdentifier: name,
        AttributeName: "restore",
        ...change,
      }),
    );
  const letUseKey = (...actions: string[]) =>
    new KMSClient(account.clients).send(
      new PutKeyPolicyCommand({
        KeyId: ownKey,
        PolicyName: "default",
        Policy: JSON.stringify({
          Version: "2012-10-17",
          Statement: [statement(ACCOUNT, "kms:*"), statement(OTHER, actions)],
        }),
      }),
    );
  const copy = (TargetDBSnapshotIdentifier: string, KmsKeyId?: string) =>
    other.send(
      new CopyDBSnapshotCommand({
        SourceDBSnapshotIdentifier: arn("rds", `snapshot:${SHARED}`),
        TargetDBSnapshotIdentifier,
        KmsKeyId,
      }),
    );
  const createKey = async (clients: TestAccount["clients"]) =>
    (await new KMSClient(clients).send(new CreateKeyCommand({}))).KeyMetadata?.Arn ?? "";

  beforeAll(async () => {
    account = await TestAccount.open();
    const there = await clientsIn(account.clients, OTHER);
    owner = new RDSClient(account.clients);
    other = new RDSClient(there);
    [ownKey, otherKey] = [await createKey(account.clients), await createKey(there)];
    await account.database("api", { StorageEncrypted: true, KmsKeyId: ownKey });
    await owner.send(
      new CreateDBSnapshotCommand({ DBInstanceIdentifier: "api", DBSnapshotIdentifier: SHARED }),
    );
  }, 90_000);

  afterAll(() => account.close());

  beforeEach(async () => {
    await share(SHARED, { ValuesToAdd: [OTHER] });
    await letUseKey("kms:DescribeKey", "kms:CreateGrant");
  });

  it("is copied with a key of the account that copies", async () => {
    const { DBSnapshot } = await copy("copied", otherKey);
    expect(DBSnapshot).toMatchObject({ KmsKeyId: otherKey, Encrypted: true, DBInstanceIdentifier: "api" });
  });

  it("is found only when it is shared", async () => {
    await share(SHARED, { ValuesToRemove: [OTHER] });
    await expect(copy("unshared", otherKey)).rejects.toThrow("not found");
  });

  it.each(["kms:DescribeKey", "kms:CreateGrant"])("needs a key whose policy allows %s", async (missing) => {
    await letUseKey(...["kms:DescribeKey", "kms:CreateGrant"].filter((each) => each !== missing));
    await expect(copy("unreadable", otherKey)).rejects.toMatchObject({ name: "KMSKeyNotAccessibleFault" });
  });

  it("is not copied without a key", async () => {
    await expect(copy("without-key")).rejects.toThrow("needs a KmsKeyId");
  });

  it("is a manual one", async () => {
    const { DBSnapshots = [] } = await owner.send(
      new DescribeDBSnapshotsCommand({ SnapshotType: "automated" }),
    );
    const [automated = ""] = DBSnapshots.map(({ DBSnapshotIdentifier }) => DBSnapshotIdentifier);
    await expect(share(automated, { ValuesToAdd: [OTHER] })).rejects.toThrow("Only manual snapshots");
  });

  it("is not encrypted with AWS's own key", async () => {
    await account.database("default-key", { StorageEncrypted: true, KmsKeyId: "alias/aws/rds" });
    await owner.send(
      new CreateDBSnapshotCommand({
        DBInstanceIdentifier: "default-key",
        DBSnapshotIdentifier: "default-key",
      }),
    );
    await expect(share("default-key", { ValuesToAdd: [OTHER] })).rejects.toThrow("with the default key");
  });
});
