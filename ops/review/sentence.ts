/**
 * A sentence that separates the review's own words from quotations: addresses, names and values come from the reviewed change
 * and may contain anything. The renderer escapes them for its format.
 */
export interface Sentence {
  /** The review's own words. One quotation is between each two. */
  readonly texts: readonly string[];
  readonly quotes: readonly string[];
}

type Part = string | number | Sentence;

/** Builds a sentence. Inserted values are quoted; an inserted sentence becomes part of it. */
export function sentence(strings: TemplateStringsArray, ...parts: Part[]): Sentence {
  const texts = [strings[0] ?? ""];
  const quotes: string[] = [];
  const write = (text: string) => texts.push(`${texts.pop() ?? ""}${text}`);

  parts.forEach((part, index) => {
    if (typeof part === "object") {
      write(part.texts[0] ?? "");
      texts.push(...part.texts.slice(1));
      quotes.push(...part.quotes);
    } else {
      quotes.push(String(part));
      texts.push("");
    }
    write(strings[index + 1] ?? "");
  });
  return { texts, quotes };
}

/** An enumeration, e.g. "a, b and c". Of more than six items only the first six are named. */
export function list(items: readonly (string | Sentence)[], most = 6): Sentence {
  const shown = items.slice(0, most).map((item) => sentence`${item}`);
  if (items.length > most) shown.push(plain(`${items.length - most} more`));
  return shown.reduce((all, item, index) =>
    index === shown.length - 1 ? sentence`${all} and ${item}` : sentence`${all}, ${item}`,
  );
}

/** E.g. " from 1 to 2". Empty when a value is masked, unknown or not a single one. */
export const fromTo = (before: unknown, after: unknown): Sentence =>
  [before, after].every((value) => ["string", "number", "boolean"].includes(typeof value))
    ? sentence` from ${String(before)} to ${String(after)}`
    : plain("");

/** A sentence without quotations. */
export const plain = (text: string): Sentence => ({ texts: [text], quotes: [] });

/** Renders the sentence. */
export const render = (
  { texts, quotes }: Sentence,
  quote: (value: string) => string,
  text: (value: string) => string = (value) => value,
) =>
  texts.map((each, index) => text(each) + (index < quotes.length ? quote(quotes[index] ?? "") : "")).join("");
