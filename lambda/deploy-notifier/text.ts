import { foreignText } from "../../facts/foreign-text/foreign-text";
import { LONGEST_CLEANED, LONGEST_LINE } from "./limits";

/** Makes text safe for Slack: it cannot mention a user, contain a link or be too long. */

/** Text of a task, of AWS or of Slack, for the log of this function or a URL. */
export const clean = (text: string) => foreignText(text, LONGEST_CLEANED);

/** The three characters that Slack requires to be escaped ("Formatting text for app surfaces", Slack API). */
const ESCAPES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };
const escape = (character: string) => ESCAPES[character] ?? character;

/** Escapes a text and cuts it to a number of characters as Slack counts them, without cutting an escape in two. */
export const fit = (text: string, limit: number): string => {
  let shown = "";
  let cut = "";
  for (const character of clean(text)) {
    shown += escape(character);
    if (shown.length < limit) cut = shown;
    if (shown.length > limit) return `${cut}…`;
  }
  return shown;
};

/** The last lines that fit, as a code block. */
export const code = (lines: readonly { readonly message: string }[], limit: number): string => {
  const kept: string[] = [];
  let left = limit - "```\n```".length;
  for (const { message } of lines.toReversed()) {
    // After `fit`, which removes invisible characters: they may stand between two backticks.
    const shown = fit(message.trimEnd(), LONGEST_LINE).replaceAll("```", "'''");
    left -= shown.length + 1;
    if (left < 0) break;
    kept.unshift(`${shown}\n`);
  }
  return `\`\`\`\n${kept.join("")}\`\`\``;
};
