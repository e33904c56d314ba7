/**
 * Reads untrusted JSON. A shape looks like the value that it describes: `{ name: text, parts: [{ size: number }] }`. A value
 * that is missing, or has another type, is read as "", NaN or [], so the code that uses it needs no case for it.
 */
export type Shape = ((value: unknown) => unknown) | readonly Shape[] | { readonly [key: string]: Shape };

export type Read<S> = S extends (value: unknown) => infer Value
  ? Value
  : S extends readonly (infer Each)[]
    ? readonly Read<Each>[]
    : { readonly [Key in keyof S]: Read<S[Key]> };

export function read<const S extends Shape>(shape: S, value: unknown): Read<S>;
export function read(shape: Shape, value: unknown): unknown {
  if (typeof shape === "function") return shape(value);
  if (isList(shape)) return isList(value) ? value.map((each) => read(shape[0]!, each)) : [];
  return Object.fromEntries(
    Object.entries(shape).map(([key, each]) => [
      key,
      read(each, (value as Record<string, unknown> | null)?.[key]),
    ]),
  );
}

const isList: (value: unknown) => value is readonly unknown[] = Array.isArray;

export const text = (value: unknown) => (typeof value === "string" ? value : "");

export const number = (value: unknown) => (Number.isFinite(value) ? (value as number) : NaN);

/** A time as events write it (ISO 8601) or as AWS's JSON protocol does (seconds since 1970), in milliseconds. */
export const time = (value: unknown) => number(value) * 1_000 || Date.parse(text(value));

/** The part after the last slash: the id in an ARN, the name of an image. */
export const lastPart = (value: unknown) => text(value).replace(/^.*\//s, "");

/** Joins the parts that are not empty. */
export const join = (between: string, ...parts: readonly (string | number | false | undefined)[]) =>
  parts.filter(Boolean).join(between);
