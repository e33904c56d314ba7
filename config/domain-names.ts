import type { Environment } from "./environment";

/** Each name that an environment has a record for, and its field. A wildcard is one name. */
export const domainNamesOf = ({ domain }: Pick<Environment, "domain">): { path: string; name: string }[] =>
  domain
    ? [
        { path: "domain.name", name: domain.name },
        ...domain.aliases.map((name, index) => ({ path: `domain.aliases[${index}]`, name })),
        ...domain.redirects.map((name, index) => ({ path: `domain.redirects[${index}]`, name })),
      ]
    : [];
