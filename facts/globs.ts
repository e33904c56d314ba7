/**
 * Whether some text matches both patterns, in which `*` stands for any text and `?` for one character, as in the resources of an IAM policy
 * ("IAM JSON policy elements: Resource", IAM User Guide).
 */
export function overlap(one: string, other: string): boolean {
  // row[j]: whether the rest of `one` and the rest of `other` from j on have a common text; from the ends to the beginnings.
  let below = restsOf(other);
  for (let i = one.length - 1; i >= 0; i -= 1) {
    const row: boolean[] = [];
    row[other.length] = one[i] === "*" && below[other.length] === true;
    for (let j = other.length - 1; j >= 0; j -= 1) {
      const [a, b] = [one[i], other[j]];
      row[j] =
        a === "*" || b === "*"
          ? below[j] === true || row[j + 1] === true
          : (a === "?" || b === "?" || a === b) && below[j + 1] === true;
    }
    below = row;
  }
  return below[0] === true;
}

/** For each end of a pattern, whether the empty text matches it. */
const restsOf = (pattern: string): boolean[] =>
  Array.from({ length: pattern.length + 1 }, (_, at) => /^\**$/.test(pattern.slice(at)));
