import { withoutSecrets } from "../../facts/foreign-text/foreign-text";
import { withCodePoints } from "../../facts/foreign-text/invisible";

const MOST = 200;

/** What a person or AWS wrote, for a review: a hidden character is a finding, so it is shown as its code point. */
const visible = (text: string) => withCodePoints(withoutSecrets(text));

/** A name or a value inside a sentence: on one line, and shortened. */
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

/** Escapes a text for an HTML element or attribute. */
export const html = (text: string) => visible(text).replace(/[&<>"']/g, (each) => ENTITIES[each] ?? each);

export const htmlCode = (text: string) => `<code>${html(quotation(text))}</code>`;

/** Inline code of Markdown, in which no markup, mention or reference has an effect. */
export function markdownCode(text: string): string {
  const quoted = quotation(text) || " ";
  const fence = "`".repeat(longestRun(quoted) + 1);
  const pad = /^[` ]|[` ]$/.test(quoted) ? " " : "";
  return `${fence}${pad}${quoted}${pad}${fence}`;
}

/** A code block of Markdown. */
export function markdownBlock(text: string, language = ""): string {
  const fence = "`".repeat(Math.max(2, longestRun(text)) + 1);
  return `${fence}${language}\n${visible(text)}\n${fence}`;
}

const longestRun = (text: string) => Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
