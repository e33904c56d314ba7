import { z } from "zod";
import { hostname, port } from "./fields";

/** The characters of a name are those that no mail program and no settings file must quote. */
const sender = z
  .string()
  .max(320)
  .regex(
    /^(?:[^\s<>()[\]"\\,;:@$%{}`|*?](?:[^<>()[\]"\\,;:@$%{}`|*?]*[^\s<>()[\]"\\,;:@$%{}`|*?])? <[A-Za-z0-9._+=-]+@(?:[a-z0-9-]+\.)+[a-z]{2,}>|[A-Za-z0-9._+=-]+@(?:[a-z0-9-]+\.)+[a-z]{2,})$/,
    "an address with its domain in lower case, e.g. no-reply@example.com, or a name and an address, e.g. Shop <no-reply@example.com>",
  );

const ses = z.strictObject({
  kind: z
    .literal("ses")
    .describe("Amazon SES sends the mail. The right to send and the settings of the application follow."),
  from: sender.describe(
    "The sender, e.g. Shop <no-reply@example.com>: the only address that the application can send from.",
  ),
  identity: z
    .enum(["create", "existing"])
    .default("create")
    .describe(
      "`create` verifies the domain of the sender in SES, by records in `domain.hostedZone`; `existing` uses a domain that is verified in the same account and region, e.g. by another environment.",
    ),
  configurationSet: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,64}$/, "the name of a configuration set")
    .optional()
    .describe(
      "The default configuration set of an existing identity: SES requires the right to use it. Default: none. A new identity gets its own.",
    ),
  dmarc: z
    .enum(["none", "quarantine", "reject", "existing"])
    .default("none")
    .describe(
      "What receivers do with mail that only claims to be from the domain (DMARC); `existing` if the hosted zone has such a record.",
    ),
});

const smtp = z.strictObject({
  kind: z.literal("smtp").describe("A mail server elsewhere. Its port and the settings follow."),
  host: hostname.describe("The server, e.g. smtp.example.com."),
  port: port.describe("E.g. 587 for STARTTLS, or 465 for TLS. The containers can connect to it everywhere."),
  username: z
    .string()
    .min(1)
    .max(255)
    .regex(/^[A-Za-z0-9@._+=-]+$/, "letters, digits, and @ . _ + = -")
    .optional()
    .describe(
      "The user name, unless it is a secret. The password is the secret MAIL_PASSWORD. Default: none, or the secret MAIL_USERNAME.",
    ),
  from: sender
    .optional()
    .describe("The sender. Default: MAIL_FROM_ADDRESS and MAIL_FROM_NAME, if `env` has them."),
});

/** How the application sends mail. */
export const mail = z.discriminatedUnion("kind", [ses, smtp]);
