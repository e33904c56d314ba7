/** The candidate that a misspelt word, or one without its end or its unit, most likely means; undefined if none is similar. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  // A longer word cannot be a misspelling of any candidate.
  if (word.length > 64) return undefined;
  const limit = word.length < 8 ? 1 : 2;
  const ranked = candidates
    .map((candidate) => ({ candidate, distance: distance(word.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ distance }) => distance <= limit)
    .sort((one, other) => one.distance - other.distance);
  const longer = candidates.filter((candidate) => candidate.toLowerCase().startsWith(word.toLowerCase()));
  return ranked[0]?.candidate ?? (longer.length === 1 ? longer[0] : undefined);
}

/** Optimal string alignment: insertions, deletions, substitutions and swaps of neighbours each count one. */
function distance(from: string, to: string): number {
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let row = 1; row <= from.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= to.length; column += 1) {
      const same = from[row - 1] === to[column - 1];
      const swapped =
        row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      current[column] = Math.min(
        at(previous, column) + 1,
        at(current, column - 1) + 1,
        at(previous, column - 1) + (same ? 0 : 1),
        swapped ? at(beforePrevious, column - 2) + 1 : Infinity,
      );
    }
    [beforePrevious, previous] = [previous, current];
  }
  return at(previous, to.length);
}

const at = (row: readonly number[], column: number) => row[column] ?? Infinity;
