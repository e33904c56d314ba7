/** A value that a condition may leave out: `condition && value`. */
export type Maybe<Value> = Value | false | undefined;

/** The values that no condition leaves out. */
export const given = <Value>(...values: Maybe<Value>[]): Value[] =>
  values.filter((value): value is Value => value !== false && value !== undefined);
