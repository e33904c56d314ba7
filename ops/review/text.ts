/** Characters that show nothing, or make what stands beside them show as something else: controls, bidirectional marks, tags. */
const TREACHEROUS = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

const MOST = 200;

/** The text with every character that could deceive the eye written as its number. Line breaks and tabs stay. */
const visible = (text: string) =>
  text.replace(TREACHEROUS, (character) =>
    character === "\n" || character === "\t"
      ? character
      : `\\u{${(character.codePointAt(0) ?? 0).toString(16).toUpperCase()}}`,
  );

/** A name or value for the middle of a sentence: on one line, and not longer than one reads. */
export function quotation(text: string): string {
  const line = visible(text).replace(/\s+/g, " ");
  const characters = [...line];
  return characters.length <= MOST
    ? line
    : `${characters.slice(0, MOST).join("")}… (${characters.length.toLocaleString("en")} characters)`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** As text of an HTML element or attribute. */
export const html = (text: string) => visible(text).replace(/[&<>"']/g, (each) => ENTITIES[each] ?? each);

export const htmlCode = (text: string) => `<code>${html(quotation(text))}</code>`;

/** As inline code of Markdown: no markup, mention or reference in it counts. */
export function markdownCode(text: string): string {
  const quoted = quotation(text) || " ";
  const fence = "`".repeat(longestRun(quoted) + 1);
  const pad = /^[` ]|[` ]$/.test(quoted) ? " " : "";
  return `${fence}${pad}${quoted}${pad}${fence}`;
}

/** As a block of code of Markdown. */
export function markdownBlock(text: string, language = ""): string {
  const fence = "`".repeat(Math.max(2, longestRun(text)) + 1);
  return `${fence}${language}\n${visible(text)}\n${fence}`;
}

const longestRun = (text: string) => Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
