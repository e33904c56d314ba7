import {
  GetAccountCommand,
  GetEmailIdentityCommand,
  NotFoundException,
  SESv2Client,
} from "@aws-sdk/client-sesv2";
import { senderOf } from "../../config/sender";
import type { Operation } from "../cli/operation";
import { undefinedFor } from "../cli/undefined-for";

/** What Amazon SES says about the sender of an environment. */
export interface Mail {
  /** The domain of the sender, e.g. `example.com`. */
  readonly domain: string;

  /** Whether SES has found the DKIM records of the domain, and so takes its mail. */
  readonly verified: boolean;

  /** The state of the MAIL FROM domain, e.g. `SUCCESS` or `PENDING`; undefined if the identity has none. */
  readonly mailFrom?: string;

  /** Whether the account sends to verified addresses only ("Request production access", Amazon SES Developer Guide). */
  readonly sandbox: boolean;

  /** `HEALTHY`, `PROBATION` (under review) or `SHUTDOWN` (paused). */
  readonly standing: string;
}

/** The state of the mail; undefined for an environment that does not send by SES. */
export async function lookAtMail(operation: Operation): Promise<Mail | undefined> {
  const { mail } = operation.environment;
  if (mail?.kind !== "ses") return undefined;
  const { domain } = senderOf(mail.from);
  const ses = operation.client(SESv2Client);
  const [account, identity] = await Promise.all([
    ses.send(new GetAccountCommand({})),
    ses.send(new GetEmailIdentityCommand({ EmailIdentity: domain })).catch(undefinedFor(NotFoundException)),
  ]);
  const mailFrom = identity?.MailFromAttributes?.MailFromDomainStatus;
  return {
    domain,
    verified: identity?.VerifiedForSendingStatus === true,
    ...(mailFrom === undefined ? {} : { mailFrom }),
    sandbox: account.ProductionAccessEnabled !== true,
    standing: account.EnforcementStatus ?? "",
  };
}
