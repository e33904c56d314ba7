/** A property that is computed when it is first read. If that throws, the next read computes it again. */
export function lazy<Value>(compute: () => Value): PropertyDescriptor {
  let known: { readonly value: Value } | undefined;
  return { get: () => (known ??= { value: compute() }).value, enumerable: true };
}
