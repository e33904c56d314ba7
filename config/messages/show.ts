import { looksLikeSecretName, secretKindOf } from "../../facts/secret-marks";

const LONGEST = 60;

/** A value as a message quotes it: short, and on one line. */
export function show(value: unknown): string {
  switch (typeof value) {
    case "undefined":
      return "nothing";
    case "string":
      return quoted(value.length > LONGEST ? `${value.slice(0, LONGEST)}...` : value);
    case "object":
      if (value === null) return "null";
      return Array.isArray(value) ? showArray(value) : showObject(value);
    case "function":
      return "a function";
    default:
      return String(value);
  }
}

/** In JSON, with the characters as their numbers that nothing shows, or that a terminal obeys. */
const quoted = (text: string) =>
  JSON.stringify(text).replaceAll(
    /[\u007f-\u00a0\u00ad\u061c\u180e\u2028\u2029]|[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );

function showArray(values: readonly unknown[]): string {
  if (values.some((value) => typeof value === "object" && value !== null))
    return `a list of ${values.length}`;
  const items = values.slice(0, 12).map(show);
  return `[${[...items, ...(values.length > items.length ? ["..."] : [])].join(", ")}]`;
}

function showObject(value: object): string {
  const keys = Object.keys(value);
  if (keys.length === 0) return "an empty object";
  return `an object with ${keys.slice(0, 5).join(", ")}${keys.length > 5 ? ", ..." : ""}`;
}

/**
 * Like `show`, but hides what may be a secret, because messages end up in CI logs. A user may have written the secret itself
 * in place of its source, or under an option that does not exist.
 */
export function showSafely(path: readonly PropertyKey[], value: unknown): string {
  const names = path.map((key) => String(key).replaceAll(/([a-z])([A-Z])/g, "$1_$2"));
  const hidden =
    names[0] === "secrets" ||
    names.some(looksLikeSecretName) ||
    (typeof value === "string" && secretKindOf(value));
  if (!hidden || value === undefined || value === null) return show(value);
  if (typeof value === "string") return `a text of ${value.length} characters (not shown)`;
  return typeof value === "object" && !Array.isArray(value) ? showObject(value) : "a value (not shown)";
}
