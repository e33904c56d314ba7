import { z } from "zod";

const topic = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("create").describe("A topic that this environment creates, encrypted with its KMS key."),
    emails: z
      .array(z.email("an e-mail address, like operators@example.com"))
      .default([])
      .describe(
        "The addresses that get an e-mail. Each must confirm the subscription once, by a link that AWS sends.",
      ),
  }),
  z.strictObject({
    kind: z
      .literal("existing")
      .describe("A topic that exists already, with a policy that lets CloudWatch publish."),
    arn: z
      .string()
      .regex(
        /^arn:aws:sns:[a-z0-9-]+:\d{12}:[A-Za-z0-9_-]{1,256}$/,
        "the ARN of an SNS topic, like arn:aws:sns:ap-northeast-1:123456789012:operators",
      )
      .describe("The ARN of a topic in the environment's region."),
  }),
]);

export const alarms = z.strictObject({
  enabled: z
    .boolean()
    .default(true)
    .describe(
      "Whether there are CloudWatch alarms. An alarm costs 0.10 USD a month per metric, about 2 USD in total. The dashboard" +
        " and `aws cloudwatch describe-alarms` show alarms with or without a topic.",
    ),
  topic: topic
    .optional()
    .describe("The SNS topic that is notified when an alarm starts and when it ends. Default: none."),
});
