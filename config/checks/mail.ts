import { hasSes } from "../../facts/mail-regions";
import { isInZone } from "../hosted-zone";
import { show } from "../messages/show";
import { senderOf } from "../sender";
import type { Check } from "./check";

/** The records that verify the domain of the sender are created in the hosted zone. */
const senderIsInTheZone: Check = ({ mail, domain }) => {
  if (mail?.kind !== "ses" || mail.identity !== "create") return undefined;
  const sender = senderOf(mail.from).domain;
  if (domain && isInZone(sender, domain.hostedZone)) return undefined;
  return {
    path: "mail.from",
    got: domain ? show(mail.from) : `${show(mail.from)}, and no domain`,
    allowed: domain
      ? `an address at ${domain.hostedZone} or below it: the records that verify the sender are created in this hosted zone`
      : "an address in the hosted zone of domain, where the records that verify the sender are created",
    fix: domain
      ? 'Change the address, or verify its domain in SES by hand and write identity: "existing".'
      : 'Set domain, or verify the domain of the address in SES by hand and write identity: "existing".',
  };
};

const identityHasTheOptions: Check = ({ mail }) => {
  if (mail?.kind !== "ses") return undefined;
  return [
    mail.identity === "create" &&
      mail.configurationSet !== undefined && {
        path: "mail.configurationSet",
        got: show(mail.configurationSet),
        allowed: 'only with identity: "existing"; a new identity gets a configuration set of its own',
        fix: "Remove it.",
      },
    mail.identity === "existing" &&
      ["quarantine", "reject"].includes(mail.dmarc) && {
        path: "mail.dmarc",
        got: show(mail.dmarc),
        allowed: 'only with identity: "create", which creates the records of the domain',
        fix: "Remove it, and change the record where the identity is managed.",
      },
  ];
};

const sesIsInTheRegion: Check = ({ mail, region }) =>
  mail?.kind === "ses" &&
  !hasSes(region) && {
    path: "mail.kind",
    got: `"ses" in ${region}`,
    allowed: "a region that has Amazon SES",
    fix: 'Write kind: "smtp", e.g. with the SMTP endpoint of SES in another region.',
  };

/** Laravel logs in only with both. */
const loginIsComplete: Check = ({ mail, secrets }) => {
  if (mail?.kind !== "smtp") return undefined;
  const username = mail.username !== undefined || "MAIL_USERNAME" in secrets;
  const password = "MAIL_PASSWORD" in secrets;
  if (username === password) return undefined;
  return username
    ? {
        path: "secrets.MAIL_PASSWORD",
        got: "nothing",
        allowed: "a source for the password, because mail has a user name",
        fix: 'Add MAIL_PASSWORD: { source: "operator" }, and set it with `ops secret set` before the first release.',
      }
    : {
        path: "mail.username",
        got: "nothing",
        allowed: "a user name, because secrets has MAIL_PASSWORD",
        fix: 'Add it, or add MAIL_USERNAME: { source: "operator" } to secrets. Without a login remove MAIL_PASSWORD.',
      };
};

export const mailChecks = [senderIsInTheZone, identityHasTheOptions, sesIsInTheRegion, loginIsComplete];
