import { DataAwsRoute53Zone } from "@cdktf/provider-aws/lib/data-aws-route53-zone";
import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import { Sesv2EmailIdentity } from "@cdktf/provider-aws/lib/sesv2-email-identity";
import { Sesv2EmailIdentityMailFromAttributes } from "@cdktf/provider-aws/lib/sesv2-email-identity-mail-from-attributes";
import { Fn } from "cdktf";
import { Construct } from "constructs";
import { dkimDomainOf, feedbackServerOf } from "../../facts/mail-regions";
import { mailFromDomainOf } from "../../facts/names";

/** SES makes up three keys for each identity ("Easy DKIM in Amazon SES", Amazon SES Developer Guide). */
const DKIM_KEYS = [0, 1, 2];

/** How long resolvers keep a record, in seconds. */
const TTL = 300;

export interface SendingDomainProps {
  readonly region: string;

  /** The domain of the sender, e.g. `example.com`. */
  readonly domain: string;

  /** The Route 53 hosted zone of the domain, e.g. `example.com`. */
  readonly hostedZone: string;

  /** The configuration set of every message that names none. */
  readonly configurationSetName: string;

  /** What receivers do with mail that fails DMARC; undefined if the hosted zone has such a record. */
  readonly dmarcPolicy: "none" | "quarantine" | "reject" | undefined;
}

/**
 * A domain that SES may send from. SES verifies it by its DKIM records, within 72 hours and mostly within minutes. Terraform does not wait
 * for that: until then SES refuses the mail.
 *
 * Bounces go to a MAIL FROM domain of its own, so that SPF is aligned with the sender too, as DMARC requires ("Complying with DMARC
 * authentication protocol in Amazon SES"). See ADR 33.
 */
export class SendingDomain extends Construct {
  constructor(scope: Construct, id: string, props: SendingDomainProps) {
    super(scope, id);

    const { region, domain, hostedZone, configurationSetName, dmarcPolicy } = props;
    const zoneId = new DataAwsRoute53Zone(this, "zone", { name: hostedZone }).zoneId;
    const record = (recordId: string, type: string, name: string, value: string) =>
      new Route53Record(this, recordId, { zoneId, name, type, ttl: TTL, records: [value] });

    const identity = new Sesv2EmailIdentity(this, "identity", {
      emailIdentity: domain,
      configurationSetName,
      dkimSigningAttributes: { nextSigningKeyLength: "RSA_2048_BIT" },
    });
    for (const key of DKIM_KEYS) {
      const token = Fn.element(identity.dkimSigningAttributes.tokens, key) as string;
      record(`dkim-${key + 1}`, "CNAME", `${token}._domainkey.${domain}`, `${token}.${dkimDomainOf(region)}`);
    }

    const mailFrom = mailFromDomainOf(domain);
    new Sesv2EmailIdentityMailFromAttributes(this, "mail-from", {
      emailIdentity: identity.emailIdentity,
      mailFromDomain: mailFrom,
      // The records are new: until SES has seen them, it uses a domain of its own.
      behaviorOnMxFailure: "USE_DEFAULT_VALUE",
    });
    record("mail-from-mx", "MX", mailFrom, `10 ${feedbackServerOf(region)}`);
    record("mail-from-spf", "TXT", mailFrom, "v=spf1 include:amazonses.com ~all");
    if (dmarcPolicy !== undefined) record("dmarc", "TXT", `_dmarc.${domain}`, `v=DMARC1; p=${dmarcPolicy};`);
  }
}
