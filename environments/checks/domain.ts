import { show } from "../show";
import type { Check } from "./checks";

const domainIsInZone: Check = ({ domain }) => {
  if (!domain || domain.name === domain.hostedZone || domain.name.endsWith(`.${domain.hostedZone}`))
    return [];
  const parent = domain.name.split(".").slice(-2).join(".");
  return [
    {
      path: "domain.name",
      got: show(domain.name),
      allowed: `${domain.hostedZone}, or a name that ends in .${domain.hostedZone}`,
      fix: `Change the name, or make hostedZone the Route 53 zone it lies in, e.g. ${parent}.`,
    },
  ];
};

export const domainChecks = [domainIsInZone];
