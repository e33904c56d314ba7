import { EncryptCommand, KMSClient, NotFoundException } from "@aws-sdk/client-kms";
import type { Operation } from "./operation";
import type { Facts } from "./outcome";
import { Refusal } from "./refusal";
import { readSecret } from "./terminal";

/** What KMS takes in one call. */
const LARGEST_SECRET_BYTES = 4_096;

/**
 * Encrypts a secret under the environment's key, for an environment file in git.
 *
 * The encryption context names the environment: production's ciphertext pasted into staging's file does not decrypt.
 */
export async function encrypt(operation: Operation): Promise<Facts> {
  const { environment, output } = operation;
  const { name, region } = environment;
  const alias = operation.names.keyAlias;
  const plaintext = secretFrom(await readSecret());

  try {
    const { CiphertextBlob } = await operation
      .client(KMSClient)
      .send(
        new EncryptCommand({ KeyId: alias, Plaintext: plaintext, EncryptionContext: { environment: name } }),
      );
    const ciphertext = Buffer.from(CiphertextBlob ?? []).toString("base64");
    output.say(ciphertext);
    return { ciphertext };
  } catch (error) {
    if (!(error instanceof NotFoundException)) throw error;
    throw new Refusal(
      `There is no key ${alias} in ${region} yet.\n` +
        `Remedy: deploy ${environment.environment}-base once with generated secrets, then encrypt.`,
    );
  }
}

/** The bytes of a secret. A file or an `echo` ends it with a line break that is not part of it. */
function secretFrom(text: string): Buffer {
  const secret = Buffer.from(text.replace(/\r?\n$/, ""));
  if (secret.length === 0) throw new Refusal("The secret is empty.");
  if (secret.length > LARGEST_SECRET_BYTES) {
    throw new Refusal(`The secret has ${secret.length} bytes; KMS encrypts at most ${LARGEST_SECRET_BYTES}.`);
  }
  return secret;
}
