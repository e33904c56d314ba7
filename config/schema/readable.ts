import { z } from "zod";
import { isObject } from "../../facts/terraform-json";
import { lazy } from "./lazy";
import { bare, shapeOf, withDefault } from "./tree";

/** Thrown when a check reads a field that did not parse. */
class Unreadable extends Error {}

const unreadable = (): never => {
  throw new Unreadable();
};

/**
 * An input as its schema would return it, field by field. Valid fields and defaults can be read, a mistyped field throws
 * `Unreadable`. A mistyped entry of a record is in it but not enumerated: it is neither missing, nor does it hide the mistakes in
 * the other entries.
 *
 * Parsing field by field beforehand would not do: the checks read single fields of `network` or `web`, and a field that is
 * undefined instead of throwing would make them report mistakes that are none.
 */
export function readable(schema: z.core.$ZodType, input: unknown): unknown {
  const value = withDefault(schema, input);
  const inner = bare(schema);
  if (inner instanceof z.ZodRecord && isObject(value)) {
    const record = {};
    for (const [key, entry] of Object.entries(value)) {
      const { success, data } = z.safeParse(inner, { [key]: entry });
      if (success) Object.assign(record, data);
      else Object.defineProperty(record, key, { get: unreadable });
    }
    return record;
  }
  const shape = shapeOf(schema, value);
  if (!shape || !isObject(value)) {
    const parsed = z.safeParse(schema, input);
    if (!parsed.success) throw new Unreadable();
    return parsed.data;
  }
  const fields = Object.entries(shape).map(([key, field]) => {
    const own = Object.hasOwn(value, key) ? value[key] : undefined;
    return [key, lazy(() => readable(field, own))] as const;
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
