import type { HostedZone } from "@aws-sdk/client-route-53";
import { ListHostedZonesByNameCommand, Route53Client } from "@aws-sdk/client-route-53";
import type { AccountCheck } from "../check";

/** The certificate and the record need a hosted zone, which no stack creates. */
export const hostedZone: AccountCheck = {
  subject: "the hosted zone",
  reads: ["route53:ListHostedZonesByName"],
  look: async (operation) => {
    const { domain } = operation.environment;
    if (!domain) return { seen: "none needed without a domain" };

    const { HostedZones = [] } = await operation
      .client(Route53Client)
      .send(new ListHostedZonesByNameCommand({ DNSName: domain.hostedZone }));
    const zones = publicZones(domain.hostedZone, HostedZones);
    if (zones.length === 1) return { seen: domain.hostedZone };
    return {
      problems: [
        {
          path: "domain.hostedZone",
          got:
            zones.length === 0
              ? `"${domain.hostedZone}", but the account has no public hosted zone of this name`
              : `"${domain.hostedZone}", but the account has ${zones.length} public hosted zones of this name`,
          allowed: "the name of exactly one public hosted zone of this account",
          fix:
            zones.length === 0
              ? `Run: aws route53 create-hosted-zone --name ${domain.hostedZone} --caller-reference ${domain.hostedZone}\n` +
                "Then enter its name servers at the registrar, or in the parent zone."
              : "Delete the zones that are not delegated to.",
        },
      ],
    };
  },
};

/** The public zones of exactly this name. The response starts at the name and continues with later names. */
export const publicZones = (name: string, zones: readonly HostedZone[]) =>
  zones.filter(({ Name, Config }) => Name === `${name}.` && !Config?.PrivateZone);
