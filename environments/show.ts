const LONGEST = 60;

/** A value as a message quotes it: short, on one line, whatever it is. */
export function show(value: unknown): string {
  switch (typeof value) {
    case "undefined":
      return "nothing";
    case "string":
      return JSON.stringify(value.length > LONGEST ? `${value.slice(0, LONGEST)}...` : value);
    case "object":
      if (value === null) return "null";
      return Array.isArray(value) ? showArray(value) : showObject(value);
    case "function":
      return "a function";
    default:
      return String(value);
  }
}

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

/** For what may be a secret: says enough to find it and nothing of its content, as messages end up in CI logs. */
export function showHidden(value: unknown): string {
  return typeof value === "string" ? `a text of ${value.length} characters (not shown)` : show(value);
}
