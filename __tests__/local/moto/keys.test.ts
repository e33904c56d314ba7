import {
  CancelKeyDeletionCommand,
  CreateKeyCommand,
  DescribeKeyCommand,
  DisableKeyCommand,
  EnableKeyCommand,
  EncryptCommand,
  KMSClient,
  ScheduleKeyDeletionCommand,
} from "@aws-sdk/client-kms";
import { DescribeDBInstancesCommand, RDSClient, StartDBInstanceCommand } from "@aws-sdk/client-rds";
import { GetParametersCommand, PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { eventually } from "../../../local/processes";
import { TestAccount } from "../test-account";

const DATABASE = { DBInstanceIdentifier: "api" };

describe("a key of the embedded AWS", () => {
  let account: TestAccount;
  let kms: KMSClient;
  let rds: RDSClient;
  let ssm: SSMClient;
  let key: { KeyId: string };

  const status = async () =>
    (await rds.send(new DescribeDBInstancesCommand(DATABASE))).DBInstances?.[0]?.DBInstanceStatus;
  const available = () => eventually(async () => (await status()) === "available", 10);
  const secret = () => ssm.send(new GetParametersCommand({ Names: ["/api/secret"], WithDecryption: true }));
  const write = () =>
    ssm.send(
      new PutParameterCommand({
        Name: "/api/secret",
        Type: "SecureString",
        Value: "another",
        Overwrite: true,
        ...key,
      }),
    );
  const encrypt = () => kms.send(new EncryptCommand({ ...key, Plaintext: Buffer.from("x") }));

  beforeAll(async () => {
    account = await TestAccount.open({ pace: 0.02 });
    [kms, rds, ssm] = [KMSClient, RDSClient, SSMClient].map((client) => new client(account.clients)) as [
      KMSClient,
      RDSClient,
      SSMClient,
    ];
    const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
    key = { KeyId: KeyMetadata?.KeyId ?? "" };
    await ssm.send(
      new PutParameterCommand({ Name: "/api/secret", Type: "SecureString", Value: "a secret", ...key }),
    );
    await account.database(DATABASE.DBInstanceIdentifier, {
      StorageEncrypted: true,
      KmsKeyId: KeyMetadata?.Arn,
    });
    expect(await available()).toBe(true);
  });

  afterAll(() => account.close());

  it("opens nothing while its deletion is scheduled, and after that was canceled until it is enabled", async () => {
    await kms.send(new ScheduleKeyDeletionCommand({ ...key, PendingWindowInDays: 30 }));

    await expect(secret()).rejects.toThrow(
      /^arn:aws:kms:.* is pending deletion\. .*KMSInvalidStateException/,
    );
    await expect(write()).rejects.toThrow("is pending deletion.");
    await expect(encrypt()).rejects.toThrow("is pending deletion.");
    expect(await status()).toBe("inaccessible-encryption-credentials-recoverable");

    await expect(kms.send(new EnableKeyCommand(key))).rejects.toThrow("is pending deletion.");
    await kms.send(new CancelKeyDeletionCommand(key));
    expect((await kms.send(new DescribeKeyCommand(key))).KeyMetadata?.KeyState).toBe("Disabled");
    await expect(secret()).rejects.toThrow("is disabled.");
    await expect(rds.send(new StartDBInstanceCommand(DATABASE))).rejects.toThrow(/KMS|key/i);

    await kms.send(new EnableKeyCommand(key));
    expect((await secret()).Parameters).toMatchObject([{ Value: "a secret" }]);
    await encrypt();
    // It does not start by itself.
    expect(await status()).toBe("inaccessible-encryption-credentials-recoverable");
    await rds.send(new StartDBInstanceCommand(DATABASE));
    expect(await available()).toBe(true);
  });

  it("opens nothing while it is disabled", async () => {
    await kms.send(new DisableKeyCommand(key));
    await expect(secret()).rejects.toThrow("is disabled.");
    await expect(encrypt()).rejects.toThrow("is disabled.");
  });
});
