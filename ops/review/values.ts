import { isObject, listOf } from "../../facts/terraform-json";

/** Placeholder for a value that Terraform marks as sensitive. */
export const HIDDEN = Symbol("sensitive");

/** Placeholder for a value that is known only after apply. */
export const UNKNOWN = Symbol("known after apply");

/** The arguments of a resource before or after a change. Secrets are masked, so a rule never sees one. */
export type Values = Readonly<Record<string, unknown>>;

/**
 * The value with secrets and unknown values masked. `sensitive` and `unknown` have the same shape, with `true` at these places.
 *
 * The keys of a map with sensitive values stay, because Terraform shows them too.
 */
export function masked(
  value: unknown,
  sensitive: unknown,
  unknown: unknown,
  isSecret: (text: string) => boolean,
): unknown {
  if (sensitive === true || (typeof value === "string" && isSecret(value))) return HIDDEN;
  if (unknown === true) return UNKNOWN;

  if (Array.isArray(value) || Array.isArray(unknown)) {
    const items = listOf(value);
    const length = Math.max(items.length, listOf(unknown).length);
    return Array.from({ length }, (_, at) =>
      masked(items[at], listOf(sensitive)[at], listOf(unknown)[at], isSecret),
    );
  }
  if (isObject(value) || isObject(unknown)) {
    const [of, hidden, open] = [value, sensitive, unknown].map((each) => (isObject(each) ? each : {})) as [
      Values,
      Values,
      Values,
    ];
    const keys = new Set([...Object.keys(of), ...Object.keys(open)]);
    return Object.fromEntries(
      [...keys].map((key) => [key, masked(of[key], hidden[key], open[key], isSecret)]),
    );
  }
  return value;
}

/**
 * Whether two values are equal, ignoring the order of keys and of the blocks of a set. Null, empty, 0 and false count as equal to
 * an unset value, because the provider uses all of them for it.
 */
export function same(a: unknown, b: unknown): boolean {
  if (isUnset(a) && isUnset(b)) return a === b || isNothing(a) || isNothing(b);
  if (Array.isArray(a) && Array.isArray(b)) {
    if (a.length !== b.length) return false;
    if (a.every((each, at) => same(each, b[at]))) return true;
    const left = [...(b as unknown[])];
    return a.every((each) => {
      const at = left.findIndex((other) => same(each, other));
      if (at >= 0) left.splice(at, 1);
      return at >= 0;
    });
  }
  if (isObject(a) && isObject(b)) {
    const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
    return [...keys].every((key) => same(a[key], b[key]));
  }
  return a === b;
}

const isUnset = (value: unknown) => isNothing(value) || value === 0 || value === false;

export const isNothing = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  value === "" ||
  (typeof value === "object" && Object.keys(value).length === 0);
