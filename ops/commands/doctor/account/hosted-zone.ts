import type { HostedZone, ListHostedZonesByNameCommandOutput } from "@aws-sdk/client-route-53";
import { ListHostedZonesByNameCommand, Route53Client } from "@aws-sdk/client-route-53";
import type { Operation } from "../../../cli/operation";
import type { AccountCheck } from "../check";

/** The certificate and the record need a hosted zone, which no stack creates. */
export const hostedZone: AccountCheck = {
  subject: "the hosted zone",
  reads: ["route53:ListHostedZonesByName"],
  look: async (operation) => {
    const { domain } = operation.environment;
    if (!domain) return { seen: "none needed without a domain" };

    const zones = await publicZones(operation, domain.hostedZone);
    if (zones.length === 1) return { seen: domain.hostedZone };
    return {
      problems: {
        path: "domain.hostedZone",
        got:
          zones.length === 0
            ? `"${domain.hostedZone}", but the account has no public hosted zone of this name`
            : `"${domain.hostedZone}", but the account has ${zones.length} public hosted zones of this name`,
        allowed: "the name of exactly one public hosted zone of this account",
        fix:
          zones.length === 0
            ? `Run: aws route53 create-hosted-zone --name ${domain.hostedZone} --caller-reference ${domain.hostedZone}\n` +
              "Then enter its name servers at the registrar, or in the parent zone.\n" +
              `If another account has this zone, create ${domain.name} instead, write hostedZone: "${domain.name}", and delegate it there.`
            : "Delete the zones that are not delegated to.",
      },
    };
  },
};

/**
 * The public zones of exactly this name. The response starts at this name and continues with later names. The SDK has no
 * paginator for this operation.
 */
export async function publicZones(operation: Operation, name: string): Promise<HostedZone[]> {
  const found: HostedZone[] = [];
  let next: { DNSName: string; HostedZoneId?: string } | undefined = { DNSName: name };
  while (next) {
    const page: ListHostedZonesByNameCommandOutput = await operation
      .client(Route53Client)
      .send(new ListHostedZonesByNameCommand(next));
    const { HostedZones = [], NextDNSName, NextHostedZoneId } = page;
    const own = HostedZones.filter(({ Name }) => Name === `${name}.`);
    found.push(...own);
    const isOver = !page.IsTruncated || own.length < HostedZones.length || NextDNSName === undefined;
    next = isOver
      ? undefined
      : {
          DNSName: NextDNSName,
          ...(NextHostedZoneId === undefined ? {} : { HostedZoneId: NextHostedZoneId }),
        };
  }
  return found.filter(({ Config }) => !Config?.PrivateZone);
}
