import { resolveNs } from "node:dns/promises";
import { GetHostedZoneCommand, Route53Client } from "@aws-sdk/client-route-53";
import type { Environment } from "../../../../config/environment";
import type { Operation } from "../../../cli/operation";
import type { AccountCheck, Findings } from "../check";
import { publicZones } from "./hosted-zone";

/** The public DNS: the name servers of a zone. It rejects as `node:dns` does. */
export type ResolveNs = (zone: string) => Promise<string[]>;

/** What a resolver answers when a name has no name servers ("DNS error codes", Node.js documentation). */
const NOT_DELEGATED = /^(ENOTFOUND|ENODATA)$/;

/**
 * Whether the parent zone delegates to the hosted zone. Otherwise ACM never sees the record that validates the certificate,
 * and the deployment of the base stack waits for it for 75 minutes.
 *
 * @param resolver returns undefined where no public DNS knows the zone
 */
export const delegationBy = (resolver: () => ResolveNs | undefined): AccountCheck => ({
  subject: "the delegation of the hosted zone",
  reads: ["route53:ListHostedZonesByName", "route53:GetHostedZone"],
  look: async (operation) => {
    const { domain } = operation.environment;
    if (!domain) return { seen: "none needed without a domain" };
    const resolve = resolver();
    if (!resolve) return { notChecked: "This AWS is on your own machine." };
    const expected = await nameServersOf(operation, domain.hostedZone);
    if (expected.length === 0) return { seen: "no hosted zone, see there" };
    try {
      return compare(domain, expected, (await resolve(domain.hostedZone)).map(normal).sort());
    } catch (error) {
      const { code = String(error) } = error as NodeJS.ErrnoException;
      if (NOT_DELEGATED.test(code)) return compare(domain, expected, []);
      return { notChecked: `The DNS did not answer for ${domain.hostedZone} (${code}).` };
    }
  },
});

/** No public DNS knows the zones of an AWS on the loopback interface. */
export const delegation = delegationBy(() =>
  /^https?:\/\/(127\.|\[::1\]|localhost)/.test(process.env.AWS_ENDPOINT_URL ?? "") ? undefined : resolveNs,
);

const normal = (server: string) => server.toLowerCase().replace(/\.$/, "");

async function nameServersOf(operation: Operation, zone: string): Promise<string[]> {
  const route53 = operation.client(Route53Client);
  const [found] = await publicZones(operation, zone);
  if (!found) return [];
  const { DelegationSet } = await route53.send(new GetHostedZoneCommand({ Id: found.Id }));
  return (DelegationSet?.NameServers ?? []).map(normal).sort();
}

function compare(
  { hostedZone, certificate }: NonNullable<Environment["domain"]>,
  expected: readonly string[],
  actual: readonly string[],
): Findings {
  const seen = actual.join(", ");
  const wrong = actual.filter((server) => !expected.includes(server));
  const missing = expected.filter((server) => !actual.includes(server));
  if (wrong.length === 0 && missing.length === 0) return { seen };
  if (wrong.length === 0 && actual.length > 0) {
    return {
      seen,
      advice: `${hostedZone} also has the name servers ${missing.join(", ")}: enter them in the parent zone.`,
    };
  }
  const got = `"${hostedZone}", but the DNS has ${seen === "" ? "no name servers" : `the name servers ${seen}`} for it`;
  const fix =
    "Enter them at the registrar, or as an NS record in the parent zone. A change can take two days.";
  if (certificate === "existing") {
    return { seen, advice: `domain.hostedZone is ${got}. Its own are ${expected.join(", ")}. ${fix}` };
  }
  return {
    problems: {
      path: "domain.hostedZone",
      got,
      allowed: `the name servers of the hosted zone: ${expected.join(", ")}`,
      fix,
    },
  };
}
