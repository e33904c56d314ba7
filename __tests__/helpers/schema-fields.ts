import { z } from "zod";
import { bare } from "../../config/schema/tree";

interface Leaf {
  readonly path: string;
  readonly schema: z.core.$ZodType;
}

/** Every field of a schema with free text. An enum is not among them. */
export const stringFields = (schema: z.core.$ZodType): string[] => [
  ...new Set(
    leavesOf(schema)
      .filter((leaf) => leaf.schema._zod.def.type === "string")
      .map(({ path }) => path),
  ),
];

/**
 * Every field of a schema with a single value: `alarms.topic.emails[]`, `env.*` for the values of a record and `env.@` for its
 * names. A field of several variants of a union is listed once for each.
 *
 * @throws Error for an unknown kind of schema, whose values would be missed
 */
export function leavesOf(schema: z.core.$ZodType, path = ""): Leaf[] {
  const inner = bare(schema);
  const under = (child: z.core.$ZodType, name: string) =>
    leavesOf(child, path === "" ? name : `${path}.${name}`);

  switch (inner._zod.def.type) {
    case "string":
    case "number":
    case "int":
    case "boolean":
    case "enum":
    case "literal":
      return [{ path, schema: inner }];
  }
  if (inner instanceof z.ZodArray) return leavesOf(inner.element, `${path}[]`);
  if (inner instanceof z.ZodRecord) return [...under(inner.keyType, "@"), ...under(inner.valueType, "*")];
  if (inner instanceof z.ZodDiscriminatedUnion) {
    return inner.options.flatMap((option) => leavesOf(option, path));
  }
  if (inner instanceof z.ZodObject) {
    return Object.entries(inner.shape as z.core.$ZodShape).flatMap(([name, child]) => under(child, name));
  }
  throw new Error(`${path} is of a kind that is not known here: ${inner._zod.def.type}`);
}

/** The text of a field in an environment, or undefined. */
export function textAt(environment: unknown, field: string): string | undefined {
  let found: string | undefined;
  withText(environment, field, (text) => (found = text));
  return found;
}

/** A copy of an environment with another text in a field: the first, in a list or a record. */
export function withText<Value>(value: Value, field: string, change: (text: string) => string): Value {
  return replaced(value, field.match(/[^.[\]]+|\[\]/g) ?? [], change) as Value;
}

function replaced(
  value: unknown,
  [head, ...rest]: readonly string[],
  change: (text: string) => string,
): unknown {
  if (head === undefined) return typeof value === "string" ? change(value) : value;
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) {
    const [first, ...others] = value as unknown[];
    return head !== "[]" || value.length === 0 ? value : [replaced(first, rest, change), ...others];
  }
  const entries = Object.entries(value);
  const index = head === "*" || head === "@" ? 0 : entries.findIndex(([name]) => name === head);
  return Object.fromEntries(
    entries.map(([name, child], at) => {
      if (at !== index) return [name, child];
      return head === "@" ? [change(name), child] : [name, replaced(child, rest, change)];
    }),
  );
}

/** The single values of an environment, by the paths of `leavesOf`, as text. */
export function pathsOf(value: unknown, path = "", found = new Map<string, string>()): Map<string, string> {
  if (Array.isArray(value)) {
    for (const each of value) pathsOf(each, `${path}[]`, found);
  } else if (typeof value === "object" && value !== null) {
    const isRecord = RECORDS.includes(path);
    for (const [name, child] of Object.entries(value)) {
      if (isRecord) found.set(`${path}.@`, `${found.get(`${path}.@`) ?? ""},${name}`);
      pathsOf(child, isRecord ? `${path}.*` : path === "" ? name : `${path}.${name}`, found);
    }
  } else if (value !== undefined) {
    found.set(path, `${found.get(path) ?? ""},${JSON.stringify(value)}`);
  }
  return found;
}

/** The fields whose names the user chooses. */
const RECORDS: readonly string[] = ["env", "queues", "secrets"];
