import { z } from "zod";
import { isObject } from "../../facts/terraform-json";
import { bare, shapeOf, withDefault } from "./tree";

/** Thrown when a check reads a field that did not parse. */
class Unreadable extends Error {}

/**
 * An input as its schema would return it, field by field. Valid fields and defaults can be read, a mistyped field throws
 * `Unreadable`, and a mistyped entry of a record is left out. So one wrong type does not hide the other mistakes.
 *
 * Parsing field by field beforehand would not do: the checks read single fields of `network` or `web`, and a field that is
 * undefined instead of throwing would make them report mistakes that are none.
 */
export function readable(schema: z.core.$ZodType, input: unknown): unknown {
  const value = withDefault(schema, input);
  const inner = bare(schema);
  if (inner instanceof z.ZodRecord && isObject(value)) {
    const entries = Object.entries(value).map(
      ([key, entry]) => z.safeParse(inner, { [key]: entry }).data ?? {},
    );
    return Object.assign({}, ...entries) as unknown;
  }
  const shape = shapeOf(schema, value);
  if (!shape || !isObject(value)) {
    const parsed = z.safeParse(schema, input);
    if (!parsed.success) throw new Unreadable();
    return parsed.data;
  }
  const fields = Object.entries(shape).map(([key, field]) => {
    const own = Object.hasOwn(value, key) ? value[key] : undefined;
    let known: unknown;
    return [key, { get: () => (known ??= readable(field, own)), enumerable: true }] as const;
  });
  return Object.defineProperties({}, Object.fromEntries(fields));
}

/** The result of a check, or undefined if it read a mistyped field. */
export function ifReadable<Result>(check: () => Result): Result | undefined {
  try {
    return check();
  } catch (error) {
    if (error instanceof Unreadable) return undefined;
    throw error;
  }
}
