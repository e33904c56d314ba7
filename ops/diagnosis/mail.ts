import { awsLine } from "../../facts/shell-words";
import { mailFromDomainOf } from "../../facts/names";
import { commandLine } from "../cli/command-line";
import type { Finding } from "./finding";
import type { Environment } from "../../config/environment";
import type { Observations } from "./observations";

/** Why Amazon SES does not send the mail of the application. A sandbox is a problem of production only. */
export function mailProblems(environment: Environment, { mail }: Observations): Finding[] {
  if (mail === undefined) return [];
  const { domain, verified, mailFrom, sandbox, standing } = mail;
  const created = environment.mail?.kind === "ses" && environment.mail.identity === "create";
  const look = awsLine(environment, "sesv2", "get-email-identity", "--email-identity", domain);
  const problems: (Omit<Finding, "cause"> | false)[] = [
    !verified && {
      what: `mail: SES has not verified ${domain}, and refuses mail from it`,
      why: created
        ? "It has not found the DKIM records. After the deployment of the base stack this takes minutes, and up to 72 hours."
        : 'The identity is not in this account and region, or its DKIM records are missing. mail.identity is "existing", so this project does not create them.',
      next: created
        ? `If it takes longer, check that the name servers of the domain are those of the hosted zone: ${commandLine(environment, "doctor")}. Details: ${look}`
        : `Deploy the environment that creates it, or add the records by hand. Details: ${look}`,
    },
    verified &&
      mailFrom === "FAILED" && {
        what: `mail: the MAIL FROM domain ${mailFromDomainOf(domain)} is not verified`,
        why: "SES has not found its MX record for 72 hours. Mail is sent, with a domain of Amazon's for its bounces, so SPF is not aligned.",
        next: `Check the record, and deploy the base stack again. Details: ${look}`,
      },
    standing === "SHUTDOWN" && {
      what: "mail: SES has paused this account in this region",
      why: "Too much mail bounced or was marked as spam.",
      next: "Read the message from AWS in the Support Center, correct the cause, and reply to it.",
    },
    standing === "PROBATION" && {
      what: "mail: SES reviews this account in this region",
      why: "Too much mail bounced or was marked as spam. SES pauses the account if that continues.",
      next: "Read the message from AWS in the Support Center, and correct the cause.",
    },
    sandbox &&
      environment.production && {
        what: "mail: this account is in the sandbox of SES, which sends to verified addresses only",
        why: "Every account is, in each region, until AWS grants production access.",
        next: `Request it, which takes about a day: ${awsLine(
          environment,
          "sesv2",
          "put-account-details",
          "--production-access-enabled",
          "--mail-type",
          "TRANSACTIONAL",
          "--website-url",
          `https://${environment.domain?.name ?? domain}`,
        )}`,
      },
  ];
  return problems.flatMap((problem) => (problem ? [{ cause: "mail" as const, ...problem }] : []));
}
