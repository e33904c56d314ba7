import { CreateAliasCommand, CreateKeyCommand, DescribeKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import { GetParametersCommand, PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { ACCOUNT, REGION, arn, TestAccount } from "../test-account";

let account: TestAccount;

beforeAll(async () => {
  account = await TestAccount.open();
}, 90_000);
afterAll(() => account.close());

describe("the session of a role", () => {
  const RoleName = "reader";
  const ALIAS = "alias/shop";
  let keyArn: string;
  let ssm: SSMClient;
  let kms: KMSClient;

  beforeAll(async () => {
    const owner = new KMSClient(account.clients);
    const { KeyMetadata } = await owner.send(new CreateKeyCommand({}));
    keyArn = KeyMetadata?.Arn ?? "";
    await owner.send(new CreateAliasCommand({ AliasName: ALIAS, TargetKeyId: KeyMetadata?.KeyId }));
    await new SSMClient(account.clients).send(
      new PutParameterCommand({ Name: "/shop/secret", Type: "SecureString", Value: "x", KeyId: keyArn }),
    );
    const assume = new AssumeRoleCommand({ RoleArn: await account.role(RoleName), RoleSessionName: "test" });
    const { Credentials } = await new STSClient(account.clients).send(assume);
    const {
      AccessKeyId: accessKeyId = "",
      SecretAccessKey: secretAccessKey = "",
      SessionToken = "",
    } = Credentials ?? {};
    const credentials = { accessKeyId, secretAccessKey, sessionToken: SessionToken };
    ssm = new SSMClient({ ...account.clients, credentials });
    kms = new KMSClient({ ...account.clients, credentials });
  });

  const read = async () => {
    const command = new GetParametersCommand({ Names: ["/shop/secret"], WithDecryption: true });
    return (await ssm.send(command)).Parameters?.[0]?.Value;
  };
  const refused = (action: string, resource: string, because: string) => ({
    name: "AccessDeniedException",
    message: `User: arn:aws:sts::${ACCOUNT}:assumed-role/reader/test is not authorized to perform: ${action} on resource: ${resource} ${because}`,
  });
  const PARAMETER = arn("ssm", "parameter/shop/secret");
  const reading = { Effect: "Allow", Action: "ssm:Get*", Resource: arn("ssm", "parameter/shop/*") };
  const decrypting = (service: string) => ({
    Effect: "Allow",
    Action: "kms:Decrypt",
    Resource: keyArn,
    Condition: { StringEquals: { "kms:ViaService": `${service}.${REGION}.amazonaws.com` } },
  });

  it("may do nothing without a policy", async () => {
    const because = "because no identity-based policy allows the ssm:GetParameters action";
    await expect(read()).rejects.toMatchObject(refused("ssm:GetParameters", PARAMETER, because));
  });

  it("needs the key of a secret, too", async () => {
    const because = "because no identity-based policy allows the kms:Decrypt action";
    await account.allow(RoleName, reading);
    await expect(read()).rejects.toMatchObject(refused("kms:Decrypt", keyArn, because));
    await account.allow(RoleName, reading, decrypting("s3"));
    await expect(read()).rejects.toMatchObject(refused("kms:Decrypt", keyArn, because));
  });

  it("is authorized by the ARN of a key where it names the alias", async () => {
    const describe = () => kms.send(new DescribeKeyCommand({ KeyId: ALIAS }));
    const because = "because no identity-based policy allows the kms:DescribeKey action";
    await account.allow(RoleName, reading);
    await expect(describe()).rejects.toMatchObject(refused("kms:DescribeKey", keyArn, because));
    await account.allow(RoleName, { Effect: "Allow", Action: "kms:DescribeKey", Resource: keyArn });
    expect((await describe()).KeyMetadata?.Arn).toBe(keyArn);
  });

  it("may do what its policy allows, until a statement denies it", async () => {
    await account.allow(RoleName, reading, decrypting("ssm"));
    expect(await read()).toBe("x");

    const because = "with an explicit deny in an identity-based policy";
    await account.allow(RoleName, reading, decrypting("ssm"), {
      Effect: "Deny",
      NotAction: "kms:*",
      Resource: "*",
    });
    await expect(read()).rejects.toMatchObject(refused("ssm:GetParameters", PARAMETER, because));
  });
});
