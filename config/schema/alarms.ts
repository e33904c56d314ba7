import { z } from "zod";

const topic = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("create").describe("A topic of this environment's own, encrypted under its key."),
    emails: z
      .array(z.email("an e-mail address, like operators@example.com"))
      .default([])
      .describe("Who is written to. Each has to confirm once, by a link that AWS mails."),
  }),
  z.strictObject({
    kind: z.literal("existing").describe("A topic of somebody else's, whose policy lets CloudWatch publish."),
    arn: z
      .string()
      .regex(
        /^arn:aws:sns:[a-z0-9-]+:\d{12}:[A-Za-z0-9_-]{1,256}$/,
        "the ARN of an SNS topic, like arn:aws:sns:ap-northeast-1:123456789012:operators",
      )
      .describe("In the environment's region."),
  }),
]);

export const alarms = z.strictObject({
  enabled: z
    .boolean()
    .default(true)
    .describe(
      "Whether CloudWatch watches. An alarm costs 0.10 USD a month per metric it looks at, about 2 USD together, and is" +
        " seen on the dashboard and by `aws cloudwatch describe-alarms` with or without a topic.",
    ),
  topic: topic.optional().describe("Where alarms are announced, and their end. Default: nowhere."),
});
