import { KMSClient } from "@aws-sdk/client-kms";
import { unusable } from "../../../diagnosis/key";
import { aliasOf, lookAtKey } from "../../../ecs/key";
import type { AccountCheck } from "../check";

/**
 * The KMS key of the environment. KMS sends no event when a deletion is scheduled, and CloudWatch has no metric of it ("Deleting
 * AWS KMS keys", AWS KMS Developer Guide: only CloudTrail records it).
 */
export const encryptionKey: AccountCheck = {
  subject: "the KMS key",
  reads: ["kms:DescribeKey"],
  look: async (operation) => {
    const alias = aliasOf(operation.environment);
    const key = await lookAtKey(operation.client(KMSClient), operation.environment);
    if (!key) return { seen: "none before the first deployment" };
    const found = unusable(operation.environment, key);
    if (!found) return { seen: alias };
    const isPending = key.KeyState === "PendingDeletion";
    return {
      problems: [
        {
          path: alias,
          got: `a key that ${found.state}`,
          allowed:
            "an enabled key: it encrypts the database, its snapshots, the secrets and the images, which cannot be read without it",
          fix: `${isPending ? "Cancel the deletion, and enable the key" : "Enable the key"} (docs/recover.md):\n${found.commands
            .map((line) => `$ ${line}`)
            .join("\n")}`,
        },
      ],
    };
  },
};
