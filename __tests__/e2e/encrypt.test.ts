import { CreateAliasCommand, CreateKeyCommand, DecryptCommand, KMSClient } from "@aws-sdk/client-kms";
import { Sandbox } from "./sandbox";

jest.setTimeout(120_000);

describe("npm run ops -- encrypt", () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await Sandbox.open();
  });
  afterAll(() => sandbox?.close());

  const encrypt = (input: string) => sandbox.ops(["encrypt", "production"], { input });

  it("reports that there is no key yet", async () => {
    const { code, output } = await encrypt("secret");

    expect(code).toBe(2);
    expect(output.trim()).toMatchInlineSnapshot(`
     "The key alias/api-production does not exist in ap-northeast-1 yet.
     Fix: Deploy production-base once with generated secrets, then encrypt."
    `);
  });

  describe("with the environment's key", () => {
    beforeAll(async () => {
      const kms = new KMSClient(sandbox.clients);
      const { KeyMetadata: key } = await kms.send(new CreateKeyCommand({}));
      await kms.send(new CreateAliasCommand({ AliasName: "alias/api-production", TargetKeyId: key?.KeyId }));
    });

    const decrypt = async (ciphertext: string, environment: string) => {
      const { Plaintext } = await new KMSClient(sandbox.clients).send(
        new DecryptCommand({
          CiphertextBlob: Buffer.from(ciphertext, "base64"),
          EncryptionContext: { environment },
        }),
      );
      return Buffer.from(Plaintext ?? []).toString();
    };

    it.each([
      ["a secret", "correct horse", "correct horse"],
      ["without the line break that ends it", "correct horse\n", "correct horse"],
      ["without a line break from Windows", "correct horse\r\n", "correct horse"],
      ["with those inside it", "-----BEGIN\nkey\n-----END\n\n", "-----BEGIN\nkey\n-----END\n"],
      ["in any script", "正しい馬", "正しい馬"],
      ["up to KMS's limit", "x".repeat(4_096), "x".repeat(4_096)],
    ])("prints the ciphertext and nothing else: %s", async (_, typed, secret) => {
      const { code, output, stdout } = await encrypt(typed);

      expect({ code, output }).toEqual({ code: 0, output: stdout });
      expect(stdout).toMatch(/^[A-Za-z0-9+/]+=*\n$/);
      expect(await decrypt(stdout, "api-production")).toBe(secret);
    });

    it("ties it to the environment", async () => {
      const { stdout } = await encrypt("secret");

      await expect(decrypt(stdout, "api-staging")).rejects.toThrow();
    });

    it.each([
      ["nothing", ""],
      ["only a line break", "\n"],
      ["more than KMS takes", "x".repeat(4_097)],
    ])("refuses %s", async (_, typed) => {
      const { code, output, stdout } = await encrypt(typed);

      expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
      expect(output).toMatch(
        /^The secret (is empty\.\nFix: Type it, or pipe it in|has 4097 bytes; KMS encrypts at most 4096)\.\n$/,
      );
    });
  });
});
