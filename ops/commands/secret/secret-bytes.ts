import { Refusal } from "../../cli/refusal";

/** The limit of a standard parameter (AWS Systems Manager, "Managing parameter tiers"). */
export const LARGEST_BYTES = 4_096;

/** The bytes of a secret, without the line break that a file or `echo` adds at the end. */
export function secretFrom(text: string, largest: number, whoTakes: string): Buffer {
  const secret = Buffer.from(text.replace(/\r?\n$/, ""));
  if (secret.length === 0) throw new Refusal("The secret is empty.\nFix: Type it, or pipe it in.");
  if (secret.length > largest) {
    throw new Refusal(`The secret has ${secret.length} bytes; ${whoTakes} at most ${largest}.`);
  }
  return secret;
}
