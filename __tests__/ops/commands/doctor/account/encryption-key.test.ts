import { inFourParts } from "../../../../../config/messages/problem";
import { encryptionKey } from "../../../../../ops/commands/doctor/account/encryption-key";
import { AwsError } from "../../../played/protocols";
import { check } from "./fitting-account";

const KeyId = "4d07e6b0-8442-4309-b2c4-36f51b311f2a";
const keyIs = (metadata: object) => ({
  kms: { DescribeKey: () => ({ KeyMetadata: { KeyId, ...metadata } }) },
});

describe("the KMS key", () => {
  it("is a problem if it will be deleted, with the commands that keep it", async () => {
    const pending = keyIs({ KeyState: "PendingDeletion", DeletionDate: new Date("2026-12-27T09:00:00Z") });
    const { problems, actions } = await check(encryptionKey, {}, {}, pending);

    expect(problems.map(inFourParts).join()).toMatchInlineSnapshot(`
      "test: alias/shop-test
        got      a key that will be deleted on 2026-12-27T09:00:00.000Z
        allowed  an enabled key: it encrypts the database, its snapshots, the secrets and the images, which cannot be read without it
        fix      Cancel the deletion, and enable the key (docs/recover.md):
                 $ aws kms cancel-key-deletion --key-id 4d07e6b0-8442-4309-b2c4-36f51b311f2a --region eu-west-1
                 $ aws kms enable-key --key-id 4d07e6b0-8442-4309-b2c4-36f51b311f2a --region eu-west-1"
    `);
    expect(new Set(actions)).toEqual(new Set(["sts:GetCallerIdentity", ...encryptionKey.reads]));
  });

  it("is a problem if it is disabled", async () => {
    const { problems } = await check(encryptionKey, {}, {}, keyIs({ KeyState: "Disabled" }));

    expect(problems).toMatchObject([
      {
        got: "a key that is Disabled",
        fix: `Enable the key (docs/recover.md):\n$ aws kms enable-key --key-id ${KeyId} --region eu-west-1`,
      },
    ]);
  });

  it.each([
    ["enabled", keyIs({ KeyState: "Enabled" })],
    [
      "not created yet",
      {
        kms: {
          DescribeKey() {
            throw new AwsError("NotFoundException", "Alias is not found.", 400);
          },
        },
      },
    ],
  ])("is not reported if it is %s", async (_, answers) => {
    const { problems, warned } = await check(encryptionKey, {}, {}, answers);

    expect([problems, warned]).toEqual([[], ""]);
  });
});
