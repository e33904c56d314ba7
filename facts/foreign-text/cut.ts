/** The longest word that is left out so that no half of a secret is shown, which no pattern would recognize. */
const LONGEST_WORD = 4_096;

/**
 * The beginning of a text, cut at white space where there is some. The result may be one character longer, for the ellipsis.
 *
 * @param most in UTF-16 code units
 */
export function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  let end = most;
  while (end > most - LONGEST_WORD && end > 0 && !isSpace(text.charCodeAt(end - 1))) end -= 1;
  const atSpace = end > 0 && isSpace(text.charCodeAt(end - 1));
  return `${text.slice(0, atSpace ? end : most)}…`;
}

const isSpace = (code: number) => code === 0x20 || code === 0x0a || code === 0x09;
