import { only, statement, synthesize } from "../../helpers/stacks";

const { base } = synthesize();

describe("the environment's key", () => {
  it("rotates, and takes the longest time to be deleted", () => {
    expect(only(base, "aws_kms_key")).toMatchObject({
      enable_key_rotation: true,
      deletion_window_in_days: 30,
    });
    expect(only(base, "aws_kms_alias").name).toBe("alias/api-production");
  });

  it("may be administered by the account, but not used as an administrator", () => {
    const actions = statement(base, "Administer").actions as string[];

    expect(actions).toContain("kms:PutKeyPolicy");
    for (const action of actions)
      expect(action).not.toMatch(/\*|Encrypt|Decrypt|GenerateDataKey|CreateGrant/);
  });

  it("is used through ECR, RDS and Systems Manager of its region only", () => {
    expect(statement(base, "UseThroughServices").condition).toEqual([
      {
        test: "StringEquals",
        variable: "kms:ViaService",
        values: ["ecr", "rds", "ssm"].map((service) => `${service}.ap-northeast-1.amazonaws.com`),
      },
    ]);
  });

  it("is granted to AWS's services only", () => {
    expect(statement(base, "LetServicesKeepUsingIt").condition).toContainEqual({
      test: "Bool",
      variable: "kms:GrantIsForAWSResource",
      values: ["true"],
    });
  });

  it("opens a ciphertext of this environment's file for callers that name the environment", () => {
    expect(statement(base, "SecretsInTheEnvironmentFile").condition).toEqual([
      { test: "StringEquals", variable: "kms:EncryptionContext:environment", values: ["api-production"] },
    ]);

    const withCiphertext = synthesize({
      secrets: { APP_KEY: { source: "ciphertext", ciphertext: "AAAA" } },
    }).base;
    const [decrypted] = Object.values(withCiphertext.ephemeral?.aws_kms_secrets ?? {});
    expect(decrypted?.secret).toEqual([
      { name: "value", payload: "AAAA", context: { environment: "api-production" } },
    ]);
  });
});
