import { z } from "zod";

export const slack = z.strictObject({
  channel: z
    .string()
    .optional()
    .describe("E.g. #deploys. Only old webhooks can choose one; the others post where they were made for."),
  icon: z.string().optional().describe("An emoji such as :whale:, or the https URL of an image."),
  username: z.string().optional().describe("Who the messages seem to come from."),
  progress: z
    .boolean()
    .default(false)
    .describe("Whether every task that starts is told too, as in the second article."),
  reserveConcurrency: z
    .boolean()
    .default(false)
    .describe(
      "Reserves one execution for the notifier: messages come in order, and no repeat is posted twice. Lambda refuses it" +
        " where the account's concurrency quota is 100 or less; a new account's is 10. `ops bootstrap` reports whether it can be had.",
    ),
});
