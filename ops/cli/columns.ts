/** The width of a column in characters: that of its widest entry. */
export const widest = (entries: readonly string[]): number =>
  Math.max(0, ...entries.map(({ length }) => length));
