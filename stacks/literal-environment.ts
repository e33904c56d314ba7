import type { Environment } from "../config/environment";

declare const literal: unique symbol;

/** An environment whose strings are escaped for Terraform. */
export type LiteralEnvironment = Environment & { readonly [literal]: true };

/**
 * Escapes `${...}` and `%{...}` in the strings of an environment, which Terraform would otherwise interpret as templates
 * ("Escape Sequences", Terraform language). Stacks take only an escaped environment. The checks and `ops` read the
 * environment as it was written.
 */
export function literalEnvironment(environment: Environment): LiteralEnvironment {
  return escaped(environment) as LiteralEnvironment;
}

function escaped(value: unknown): unknown {
  if (typeof value === "string") return value.replaceAll(/[$%]\{/g, (start) => start.charAt(0) + start);
  if (Array.isArray(value)) return value.map(escaped);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, child]) => [name, escaped(child)]));
}
