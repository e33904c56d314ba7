/** Variants of the value: each of its parts is removed, and then replaced by another value. */
export function* withOneThingLess<Value>(
  value: Value,
  instead: readonly unknown[] = [undefined, 7],
): Generator<Value> {
  if (typeof value !== "object" || value === null) return;
  for (const [key, part] of Object.entries(value) as [string, unknown][]) {
    for (const other of [...instead, ...withOneThingLess(part, instead)]) {
      if (Array.isArray(value)) {
        const left = other === undefined ? [] : [other];
        yield (value as unknown[]).toSpliced(Number(key), 1, ...left) as Value;
      } else {
        yield { ...value, [key]: other };
      }
    }
  }
}
