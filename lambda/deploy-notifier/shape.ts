/** Reading what came as JSON from outside: whatever is not of the expected shape counts as absent. */

export type Fields = Readonly<Record<string, unknown>>;

export const fields = (value: unknown): Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : {};

export const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

export const text = (value: unknown): string => (typeof value === "string" ? value : "");

export const number = (value: unknown): number | undefined =>
  typeof value === "number" && Number.isFinite(value) ? value : undefined;

/** A time as events write it (ISO 8601) or as AWS's JSON protocol does (seconds since 1970). */
export function time(value: unknown): Date | undefined {
  const date = new Date(typeof value === "number" ? value * 1_000 : text(value));
  return Number.isNaN(date.getTime()) ? undefined : date;
}

/** What stands after the last slash: the id in an ARN, the name of an image. */
export const lastPart = (path: string): string => path.slice(path.lastIndexOf("/") + 1);
