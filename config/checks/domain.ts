import { LONGEST_CERTIFICATE_NAME } from "../../facts/name-limits";
import { isInZone } from "../hosted-zone";
import { show } from "../messages/show";
import type { Check } from "./check";

const domainIsInZone: Check = ({ domain }) => {
  if (!domain || isInZone(domain.name, domain.hostedZone)) return [];
  const parent = domain.name.split(".").slice(-2).join(".");
  return [
    {
      path: "domain.name",
      got: show(domain.name),
      allowed: `${domain.hostedZone}, or a name that ends in .${domain.hostedZone}`,
      fix: `Change the name, or set hostedZone to the Route 53 hosted zone of the name, e.g. ${parent}.`,
    },
  ];
};

const certificateCanNameIt: Check = ({ domain }) => {
  if (domain?.certificate !== "create") return [];
  const surplus = domain.name.length - LONGEST_CERTIFICATE_NAME;
  if (surplus <= 0) return [];
  return [
    {
      path: "domain.name",
      got: `${show(domain.name)} (${domain.name.length} characters)`,
      allowed: `at most ${LONGEST_CERTIFICATE_NAME} characters, the limit of ACM for the first name of a certificate`,
      fix:
        `Shorten it by ${surplus}, or set domain.certificate to "existing" and request a certificate` +
        " whose first name is shorter by hand.",
    },
  ];
};

export const domainChecks = [domainIsInZone, certificateCanNameIt];
