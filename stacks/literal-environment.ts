import type { Environment } from "../config/environment";

declare const literal: unique symbol;

/** An environment whose texts Terraform reads as they were written. */
export type LiteralEnvironment = Environment & { readonly [literal]: true };

/**
 * The one place where texts of an environment become texts of Terraform, which would otherwise take `${...}` and `%{...}`
 * in them for its own ("Escape Sequences", Terraform language). Stacks take nothing else; the checks and `ops` read the
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
