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
    .default(true)
    .describe(
      "Keeps one execution for the notifier, so that messages come in order and repeats are noticed. " +
        "False where AWS refuses it: new accounts may run 10 at once, and none of them may be reserved.",
    ),
});
