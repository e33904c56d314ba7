import type { KeyMetadata } from "@aws-sdk/client-kms";
import { DescribeKeyCommand, KMSClient, NotFoundException } from "@aws-sdk/client-kms";
import type { Environment } from "../../../../config/environment";
import { awsLine } from "../../../../facts/shell-words";
import type { AccountCheck } from "../check";

/**
 * The KMS key of the environment. KMS sends no event when a deletion is scheduled, and CloudWatch has no metric of it ("Deleting
 * AWS KMS keys", AWS KMS Developer Guide: only CloudTrail records it).
 */
export const encryptionKey: AccountCheck = {
  subject: "the KMS key",
  reads: ["kms:DescribeKey"],
  look: async (operation) => {
    const alias = `alias/${operation.environment.name}`;
    try {
      const { KeyMetadata: key } = await operation
        .client(KMSClient)
        .send(new DescribeKeyCommand({ KeyId: alias }));
      if (!key || key.KeyState === "Enabled") return { seen: alias };
      return { problems: [{ path: alias, ...problemOf(operation.environment, key) }] };
    } catch (error) {
      if (error instanceof NotFoundException) return { seen: "none before the first deployment" };
      throw error;
    }
  },
};

function problemOf(environment: Environment, { KeyState, KeyId = "", DeletionDate }: KeyMetadata) {
  const enable = awsLine(environment, "kms", "enable-key", "--key-id", KeyId);
  const isPending = KeyState === "PendingDeletion";
  const lines = isPending
    ? [awsLine(environment, "kms", "cancel-key-deletion", "--key-id", KeyId), enable]
    : [enable];
  return {
    got: isPending
      ? `a key that will be deleted on ${DeletionDate?.toISOString()}`
      : `a key that is ${KeyState}`,
    allowed:
      "an enabled key: it encrypts the database, its snapshots, the secrets and the images, which cannot be read without it",
    fix: `${isPending ? "Cancel the deletion, and enable the key" : "Enable the key"} (docs/recover.md):\n${lines
      .map((line) => `$ ${line}`)
      .join("\n")}`,
  };
}
