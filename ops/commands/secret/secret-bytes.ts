import { Refusal } from "../../cli/refusal";

/** The bytes of a secret. A file or an `echo` ends it with a line break that is not part of it. */
export function secretFrom(text: string, largest: number, whoTakes: string): Buffer {
  const secret = Buffer.from(text.replace(/\r?\n$/, ""));
  if (secret.length === 0) throw new Refusal("The secret is empty.");
  if (secret.length > largest) {
    throw new Refusal(`The secret has ${secret.length} bytes; ${whoTakes} at most ${largest}.`);
  }
  return secret;
}
