import type { Construct } from "constructs";
import type { Environment } from "../../config/environment";
import { senderOf } from "../../config/sender";
import type { Names } from "../../facts/names";
import { ConfigurationSet } from "./configuration-set";
import { SendingDomain } from "./sending-domain";

export interface ApplicationMailProps {
  readonly names: Names;
  readonly region: string;
  readonly mail: Environment["mail"];
  readonly domain: Environment["domain"];
}

/** What the environment creates to send mail, in the scope of the stack: nothing, unless it creates an identity in SES. */
export function applicationMail(
  scope: Construct,
  { names, region, mail, domain }: ApplicationMailProps,
): void {
  if (mail?.kind !== "ses" || mail.identity !== "create" || domain === undefined) return;
  const configurationSet = new ConfigurationSet(scope, "mail", { name: names.configurationSet().name });
  new SendingDomain(scope, "mail-domain", {
    region,
    domain: senderOf(mail.from).domain,
    hostedZone: domain.hostedZone,
    configurationSetName: configurationSet.name,
    dmarcPolicy: mail.dmarc === "existing" ? undefined : mail.dmarc,
  });
}
