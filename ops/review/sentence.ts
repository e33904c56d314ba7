/**
 * A sentence that keeps apart what the review says from what it quotes: addresses, names and values come from the change
 * under review, and may be anything. Whoever renders it decides how a quotation is made harmless.
 */
export interface Sentence {
  /** What the review says; a quotation stands between each two. */
  readonly texts: readonly string[];
  readonly quotes: readonly string[];
}

type Part = string | number | Sentence;

/** Makes a sentence: what is inserted is quoted, except another sentence, which becomes part of it. */
export function say(strings: TemplateStringsArray, ...parts: Part[]): Sentence {
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

/** Several of one kind in a row, e.g. "a, b and c"; of more than six only the first are named. */
export function list(items: readonly (string | Sentence)[], most = 6): Sentence {
  const shown = items.slice(0, most).map((item) => say`${item}`);
  if (items.length > most) shown.push(plain(`${items.length - most} more`));
  return shown.reduce((all, item, index) =>
    index === shown.length - 1 ? say`${all} and ${item}` : say`${all}, ${item}`,
  );
}

/** Words of the review's own, not quoted. */
export const plain = (text: string): Sentence => ({ texts: [text], quotes: [] });

/** The sentence as text. */
export const render = (
  { texts, quotes }: Sentence,
  quote: (value: string) => string,
  text: (value: string) => string = (value) => value,
) =>
  texts.map((each, index) => text(each) + (index < quotes.length ? quote(quotes[index] ?? "") : "")).join("");
