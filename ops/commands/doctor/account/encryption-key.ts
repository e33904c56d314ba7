import { KMSClient } from "@aws-sdk/client-kms";
import { unusable } from "../../../diagnosis/key";
import { aliasOf, lookAtKey } from "../../../ecs/key";
import type { AccountCheck } from "../check";

/**
 * The KMS key of the environment. KMS sends an event when it has deleted a key, and none when that is scheduled ("Monitor KMS keys
 * with Amazon EventBridge", AWS KMS Developer Guide).
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
      problems: {
        path: alias,
        got: `a key that ${found.state}`,
        allowed:
          "an enabled key: it encrypts the database, its snapshots, the secrets and the images, which cannot be read without it",
        fix: `${isPending ? "Cancel the deletion, and enable the key" : "Enable the key"} (docs/recover.md):\n${found.commands
          .map((line) => `$ ${line}`)
          .join("\n")}`,
      },
    };
  },
};
