import { z } from "zod";
import { isObject } from "../../facts/terraform-json";

/** The schema of a value that is set: without a default, and not optional. */
export function bare(schema: z.core.$ZodType): z.core.$ZodType {
  return schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault || schema instanceof z.ZodOptional
    ? bare(schema.def.innerType)
    : schema;
}

/** The input, or the default of the schema if the input is undefined. */
export function withDefault(schema: z.core.$ZodType, input: unknown): unknown {
  const hasDefault = schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault;
  return input === undefined && hasDefault ? schema.def.defaultValue : input;
}

/** The options of an object. For a union of objects: those of the variant that the input names. */
export function shapeOf(
  schema: z.core.$ZodType,
  input: unknown,
): Readonly<Record<string, z.core.$ZodType>> | undefined {
  const inner = bare(schema);
  if (inner instanceof z.ZodObject) return inner.shape;
  if (!(inner instanceof z.ZodDiscriminatedUnion) || !isObject(input)) return undefined;

  const { discriminator, options } = inner.def;
  const variant = options.find((option) => {
    const tag = option instanceof z.ZodObject ? (option.shape as z.core.$ZodShape)[discriminator] : undefined;
    return tag instanceof z.ZodLiteral && tag.safeParse(input[discriminator]).success;
  });
  return variant && shapeOf(variant, input);
}

/** The schema of the field at a path. The input decides between variants. */
export function schemaAt(
  schema: z.core.$ZodType,
  input: unknown,
  path: readonly PropertyKey[],
): z.core.$ZodType | undefined {
  const [head, ...rest] = path;
  if (head === undefined) return schema;

  const inner = bare(schema);
  const child: unknown = isObject(input) || Array.isArray(input) ? Reflect.get(input, head) : undefined;
  if (inner instanceof z.ZodArray) return schemaAt(inner.def.element, child, rest);
  if (inner instanceof z.ZodRecord) return schemaAt(inner.def.valueType, child, rest);

  const shape = shapeOf(inner, input);
  const next = shape && Object.hasOwn(shape, head) ? shape[String(head)] : undefined;
  return next && schemaAt(next, child, rest);
}

/** Every path of the schema, e.g. `hosts.instanceType`. */
export function pathsOf(schema: z.core.$ZodType): string[] {
  const inner = bare(schema);
  const objects = inner instanceof z.ZodDiscriminatedUnion ? inner.def.options : [inner];
  const paths = objects.flatMap((object) =>
    object instanceof z.ZodObject
      ? Object.entries(object.shape as z.core.$ZodShape).flatMap(([key, child]) => [
          key,
          ...pathsOf(child).map((path) => `${key}.${path}`),
        ])
      : [],
  );
  return [...new Set(paths)];
}
