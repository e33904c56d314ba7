/**
 * Whether EventBridge would match an event, for the operators in use here ("Comparison operators for use in event
 * patterns", EventBridge User Guide): all fields of a pattern, any of a field's values, and of a list in the event any
 * element, but the same element must match the whole pattern.
 */
export function matches(pattern: unknown, event: unknown): boolean {
  if (Array.isArray(event)) return event.some((element) => matches(pattern, element));
  if (!isObject(pattern)) throw new Error(`no pattern: ${JSON.stringify(pattern)}`);
  return Object.entries(pattern).every(([key, expected]) => {
    if (key === "$or") return (expected as unknown[]).some((each) => matches(each, event));
    const value = isObject(event) ? event[key] : undefined;
    return Array.isArray(expected)
      ? valuesOf(value).some((each) => isOneOf(expected, each))
      : matches(expected, value);
  });
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const valuesOf = (value: unknown): unknown[] =>
  Array.isArray(value) ? (value as unknown[]) : value === undefined ? [] : [value];

const isOneOf = (expected: unknown[], value: unknown) =>
  expected.some((each) => (isObject(each) ? isAsCompared(each, value) : each === value));

function isAsCompared(comparison: Record<string, unknown>, value: unknown): boolean {
  const [[operator, operand] = []] = Object.entries(comparison);
  switch (operator) {
    case "prefix":
      return typeof value === "string" && value.startsWith(String(operand));
    case "anything-but":
      return !(operand as unknown[]).includes(value);
    case "numeric": {
      const [sign, limit] = operand as [string, number];
      if (sign !== ">") throw new Error(`not known here: ${sign}`);
      return typeof value === "number" && value > limit;
    }
    default:
      throw new Error(`not known here: ${operator}`);
  }
}
