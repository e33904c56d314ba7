import { z } from "zod";

/** The longest ARN of IAM's policies that any service documents is shorter. */
const LONGEST_RESOURCE = 1_024;

const permission = z.strictObject({
  actions: z
    .array(
      z
        .string()
        .regex(/^[a-z0-9-]+:[A-Za-z0-9]+$/, "an action of IAM without a wildcard, e.g. ses:SendEmail"),
    )
    .min(1),
  resources: z
    .array(
      z
        .string()
        .max(LONGEST_RESOURCE)
        .regex(
          /^(?:\*|arn:aws:[a-z0-9-]+:[a-z0-9*-]*:(?:\d{12}|\*)?:[^\s$%{}"\\]+)$/,
          "an ARN, in which * and ? are wildcards, or * alone",
        ),
    )
    .min(1)
    .describe("Where the actions are allowed."),
  reason: z
    .string()
    .min(1)
    .max(500)
    .optional()
    .describe(
      "Why the resources cannot be named. Only, and always, for resources of which every one of their kind is allowed, e.g. `*`.",
    ),
});

/** More rights of the application. */
export const permissions = z.array(permission).max(50);
