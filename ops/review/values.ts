/** Stands for a value that Terraform marks as sensitive. */
export const HIDDEN = Symbol("sensitive");

/** Stands for a value that is known only after apply. */
export const UNKNOWN = Symbol("known after apply");

/** The arguments of a resource before or after a change. A rule that looks for a string meets no secret. */
export type Values = Readonly<Record<string, unknown>>;

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A list as it stands; a block that is given once, or not at all, as a list too. */
export const listOf = (value: unknown): unknown[] =>
  Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];

/** The blocks of an argument, e.g. `instance_refresh`. */
export const blocksOf = (value: unknown): Values[] => listOf(value).filter(isRecord);

/**
 * The value without what must not be shown: `sensitive` and `unknown` have its shape, with `true` where it is so.
 *
 * The keys of a map whose values are sensitive stay, as Terraform shows them too.
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
  if (isRecord(value) || isRecord(unknown)) {
    const [of, hidden, open] = [value, sensitive, unknown].map((each) => (isRecord(each) ? each : {})) as [
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
 * Whether two values are the same, in whatever order their keys are, or the blocks of a set. The provider has several words
 * for nothing, and puts 0 or false where nothing was said.
 */
export function same(a: unknown, b: unknown): boolean {
  if (isUnsaid(a) && isUnsaid(b)) return a === b || isNothing(a) || isNothing(b);
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
  if (isRecord(a) && isRecord(b)) {
    const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
    return [...keys].every((key) => same(a[key], b[key]));
  }
  return a === b;
}

const isUnsaid = (value: unknown) => isNothing(value) || value === 0 || value === false;

export const isNothing = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  value === "" ||
  (typeof value === "object" && Object.keys(value).length === 0);
