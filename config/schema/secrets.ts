import { z } from "zod";
import { LARGEST_INTEGER } from "../../facts/count-limits";

const version = z
  .int()
  .min(1)
  .max(LARGEST_INTEGER)
  .default(1)
  .describe("Raise it by one to make the secret anew (or to apply a new ciphertext).");

/** Where a secret comes from. None of these ways writes it to git, to the synthesized JSON or to the state. */
const ciphertextSource = z.strictObject({
  source: z.literal("ciphertext"),
  ciphertext: z
    .base64("the base64 text that `ops encrypt` printed")
    .min(1, "the base64 text that `ops encrypt` printed")
    .describe(
      "What `npm run ops -- encrypt <environment>` printed: encrypted under the environment's own KMS key.",
    ),
  version,
});

const generatedSource = z.strictObject({
  source: z.literal("generated").describe("Made by AWS at the first deploy and known to nobody."),
  version,
});

/** The password of the database: made or given, never left to an operator, as the database needs it at birth. */
export const password = z.discriminatedUnion("source", [generatedSource, ciphertextSource]);

/** A secret setting of Laravel. */
export const secret = z.discriminatedUnion("source", [
  generatedSource,
  ciphertextSource,
  z.strictObject({
    source: z
      .literal("operator")
      .describe("Terraform makes the parameter; its value is put by `ops secret set` and left alone."),
  }),
]);
