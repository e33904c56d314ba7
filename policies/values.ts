import type { Block } from "./block";
import type { Finding } from "./finding";

export { blocksOf as blocks, isObject } from "../facts/terraform-json";

const ESCAPED = /\$\$\{|%%\{/g;

/** A text that is known now, as Terraform reads it: no part of it is left to Terraform. */
export function text(value: unknown): string | undefined {
  if (typeof value !== "string" || /[$%]\{/.test(value.replaceAll(ESCAPED, " "))) return undefined;
  return value.replaceAll(ESCAPED, (start) => start.slice(1));
}

/** The desired count of a service after the first release: until then it is 0, by a condition of Terraform. */
export const desiredCount = (value: unknown): number | undefined =>
  number(/ \? (\d+) : 0\}$/.exec(typeof value === "string" ? value : "")?.[1] ?? value);

/** A number that is known now. */
export function number(value: unknown): number | undefined {
  if (typeof value === "number") return value;
  return /^-?\d+$/.test(text(value) ?? "") ? Number(value) : undefined;
}

/** A list that is known now, though its items may not be. */
export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** True now, and not only perhaps later; some arguments of the provider are written as texts. */
export function isTrue(value: unknown): boolean {
  return value === true || value === "true";
}

/** One of the several things that a policy finds. `at` is the sid of a statement or the name of a container. */
export const found = (code: string, text: string, at?: string): Finding => ({ code, at, text });

export const textOf = (finding: Finding): string => (typeof finding === "string" ? finding : finding.text);

/** What is found unless the condition holds: a text, after its code where the policy finds several things. */
export const unless = (holds: boolean, ...finding: [text: string] | Parameters<typeof found>): Finding[] =>
  holds ? [] : [finding.length === 1 ? finding[0] : found(...finding)];

/** What is found unless an argument is true. */
export const unlessTrue = (body: Block["body"], argument: string, code: string): Finding[] =>
  unless(isTrue(body[argument]), code, `${argument} is not true: set it to true`);
