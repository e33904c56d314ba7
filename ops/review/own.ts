/** The value of a table for a name that the reviewed change chose, e.g. the type of a resource: `constructor` is in no table. */
export const ownOf = <Value>(table: Readonly<Record<string, Value>>, name: string): Value | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined;
