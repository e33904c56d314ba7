import { LONGEST_CERTIFICATE_NAME } from "../../facts/name-limits";
import { domainNamesOf } from "../domain-names";
import { isInZone } from "../hosted-zone";
import { show } from "../messages/show";
import type { Check } from "./check";

const namesAreInZone: Check = (environment) => {
  const { domain } = environment;
  if (!domain) return undefined;
  return domainNamesOf(environment)
    .filter(({ name }) => !isInZone(name, domain.hostedZone))
    .map(({ path, name }) => ({
      path,
      got: show(name),
      allowed: `${domain.hostedZone}, or a name that ends in .${domain.hostedZone}`,
      fix:
        path === "domain.name"
          ? `Change the name, or set hostedZone to the Route 53 hosted zone of the name, e.g. ${name.split(".").slice(-2).join(".")}.`
          : "Remove it, or change it: all names of an environment are in one hosted zone.",
    }));
};

const namesDiffer: Check = (environment) =>
  domainNamesOf(environment).flatMap(({ path, name }, index, all) => {
    const first = all.findIndex((other) => other.name === name);
    if (first === index) return undefined;
    return {
      path,
      got: `${show(name)}, as ${all[first]!.path}`,
      allowed: "each name once: it either serves the API or is redirected",
      fix: "Remove one of the two.",
    };
  });

/** Of a certificate, after an increase of its quota, which is 10 ("Quotas", AWS Certificate Manager User Guide). */
const MOST_NAMES = 100;

const namesFitTheCertificate: Check = (environment) => {
  const names = domainNamesOf(environment);
  if (names.length <= MOST_NAMES) return undefined;
  return {
    path: "domain.aliases",
    got: `${names.length} names in domain`,
    allowed: `at most ${MOST_NAMES}, the most that a certificate of ACM can have`,
    fix: "Write a wildcard for several of them, e.g. *.example.com.",
  };
};

const certificateCanNameIt: Check = ({ domain }) => {
  if (domain?.certificate !== "create") return undefined;
  const surplus = domain.name.length - LONGEST_CERTIFICATE_NAME;
  if (surplus <= 0) return undefined;
  return {
    path: "domain.name",
    got: `${show(domain.name)} (${domain.name.length} characters)`,
    allowed: `at most ${LONGEST_CERTIFICATE_NAME} characters, the limit of ACM for the first name of a certificate`,
    fix:
      `Shorten it by ${surplus}, or set domain.certificate to "existing" and request a certificate` +
      " whose first name is shorter by hand.",
  };
};

export const domainChecks = [namesAreInZone, namesDiffer, namesFitTheCertificate, certificateCanNameIt];
