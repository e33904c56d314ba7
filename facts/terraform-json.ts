/** Reads JSON, above all Terraform's: synthesized stacks, plans and golden files. */

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A value as a list. An absent value is an empty list, a single value a list of one. */
export const listOf = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];

/** The blocks of a section whose blocks have a type and a name, e.g. of `resource`. */
export const namedBlocks = (section: unknown) =>
  membersOf(section).flatMap(([type, named]) =>
    membersOf(named).map(([name, body]) => ({ type, name, body: isObject(body) ? body : {} })),
  );

/** The members of an object; none of anything else. */
export const membersOf = (value: unknown) => (isObject(value) ? Object.entries(value) : []);

/** Nested blocks. CDKTF writes one block as an object and several as a list. */
export const blocksOf = (value: unknown): readonly Readonly<Record<string, unknown>>[] =>
  listOf(value).filter(isObject);
