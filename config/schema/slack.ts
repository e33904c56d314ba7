import { z } from "zod";

export const slack = z.strictObject({
  channel: z
    .string()
    .optional()
    .describe(
      "E.g. #deploys. Only legacy webhooks can choose the channel; others post to the channel they were created for.",
    ),
  icon: z.string().optional().describe("An emoji such as :whale:, or the https URL of an image."),
  username: z.string().optional().describe("The name of the sender."),
  progress: z
    .boolean()
    .default(false)
    .describe("Whether there is also a message for every task that starts."),
  reserveConcurrency: z
    .boolean()
    .default(false)
    .describe(
      "Reserves one execution for the notifier: messages are posted in order, and none twice. Lambda refuses it in an account" +
        " with a concurrency quota of 100 or less; new accounts have 10. `ops bootstrap` reports whether it is possible.",
    ),
});
