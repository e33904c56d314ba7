/** The value with each of its parts in turn left out, and then with something else in its place. */
export function* withOneThingLess<Value>(
  value: Value,
  instead: readonly unknown[] = [undefined, 7],
): Generator<Value> {
  if (typeof value !== "object" || value === null) return;
  for (const [key, part] of Object.entries(value) as [string, unknown][]) {
    for (const other of [...instead, ...withOneThingLess(part, instead)]) {
      const copy = (Array.isArray(value) ? [...(value as unknown[])] : { ...value }) as Record<
        string,
        unknown
      >;
      copy[key] = other;
      yield copy as Value;
    }
  }
}
