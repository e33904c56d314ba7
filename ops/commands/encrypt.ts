import { EncryptCommand, KMSClient, NotFoundException } from "@aws-sdk/client-kms";
import type { Operation } from "../cli/operation";
import type { Facts } from "../cli/outcome";
import { Refusal } from "../cli/refusal";
import { secretFrom } from "./secret/secret-bytes";
import { readSecret } from "../cli/terminal";
import { undefinedFor } from "../cli/undefined-for";

/** The limit of one KMS request. */
const LARGEST_SECRET_BYTES = 4_096;

/**
 * Encrypts a secret under the environment's key, for `environments/<environment>.ts` in git.
 *
 * The encryption context names the environment: production's ciphertext pasted into `environments/staging.ts` does not decrypt.
 */
export async function encrypt(operation: Operation): Promise<Facts> {
  const { environment, output } = operation;
  const { name, region } = environment;
  const alias = operation.names.keyAlias;
  const plaintext = secretFrom(await readSecret(), LARGEST_SECRET_BYTES, "KMS encrypts");

  const encrypted = await operation
    .client(KMSClient)
    .send(
      new EncryptCommand({ KeyId: alias, Plaintext: plaintext, EncryptionContext: { environment: name } }),
    )
    .catch(undefinedFor(NotFoundException));
  if (!encrypted) {
    throw new Refusal(
      `The key ${alias} does not exist in ${region} yet.\n` +
        `Fix: Deploy ${environment.environment}-base once with generated secrets, then encrypt.`,
    );
  }
  const ciphertext = Buffer.from(encrypted.CiphertextBlob ?? []).toString("base64");
  output.verbatim(ciphertext);
  return { ciphertext };
}
