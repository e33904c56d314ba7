import { LONGEST_LINE } from "./limits";

/** Making text fit for Slack: nothing in it may mention somebody, link somewhere or be too long. */

/** Control characters, and those that turn the direction of writing around. */
const INVISIBLE = /[^\P{Cc}\t\n]|\p{Bidi_Control}/gu;

/** Half of a character that is made of two would be taken by no URL and no JSON parser. */
export const clean = (text: string) =>
  SECRETS.reduce(
    (shown, secret) => shown.replace(secret, "$1[hidden]"),
    text.replace(INVISIBLE, "").toWellFormed(),
  );

/** Slack asks for these three and no more ("Formatting text for app surfaces", Slack API). */
const ESCAPES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };
const escape = (character: string) => ESCAPES[character] ?? character;

/** Escapes a text and cuts it to so many characters as Slack counts them, at no half of anything. */
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

/** The last lines that fit, as a block in which nothing is markup. */
export const code = (lines: readonly { readonly message: string }[], limit: number): string => {
  const kept: string[] = [];
  let left = limit - "```\n```".length;
  for (const { message } of lines.toReversed()) {
    const shown = fit(message.trimEnd().replaceAll("```", "'''"), LONGEST_LINE);
    left -= shown.length + 1;
    if (left < 0) break;
    kept.unshift(`${shown}\n`);
  }
  return `\`\`\`\n${kept.join("")}\`\`\``;
};

/** What no message may carry on, even where the application wrote it to its own log. What the first group holds is kept. */
const SECRETS: readonly RegExp[] = [
  /()(hooks\.slack(-gov)?\.com\/\S+|\b(xox[a-z]-[\w-]+|A[KS]IA[0-9A-Z]{16}\b|gh[oprsu]_\w{20,}|github_pat_\w+|[sr]k_(live|test)_\w+|eyJ[\w-]+\.eyJ[\w-]+\.[\w-]*)|base64:[A-Z0-9+/]{20,}=*|-----BEGIN [A-Z ]*PRIVATE KEY[^]*?(-----END [A-Z ]*KEY-----|$))/gi,
  /(:\/\/[^/\s:@]*:)[^/\s@]+(?=@)/g,
  /(bearer\s{1,5})[\w.~+/-]+=*/gi,
  /((?:pass|secret|token|(?:api|private|access|app)_?key|dsn|credential)\w{0,40}["']?\s{0,5}(?:=>|[=:])\s{0,5})("[^"]*"|'[^']*'|[^\s,;&"')}\]]+)/gi,
];
