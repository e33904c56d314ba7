import { LONGEST_LINE } from "./limits";

/** Makes text safe for Slack: it cannot mention a user, contain a link or be too long. */

/** Control characters, and those that change the direction of writing. */
const INVISIBLE = /[^\P{Cc}\t\n]|\p{Bidi_Control}/gu;

/** Well-formed UTF-16: no URL and no JSON parser accepts a lone surrogate. */
export const clean = (text: string) =>
  SECRETS.reduce(
    (shown, secret) => shown.replace(secret, "$1[hidden]"),
    text.replace(INVISIBLE, "").toWellFormed(),
  );

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
    const shown = fit(message.trimEnd().replaceAll("```", "'''"), LONGEST_LINE);
    left -= shown.length + 1;
    if (left < 0) break;
    kept.unshift(`${shown}\n`);
  }
  return `\`\`\`\n${kept.join("")}\`\`\``;
};

/** Secrets to hide, also where the application itself logged them. The first group is kept. */
const SECRETS: readonly RegExp[] = [
  /()(hooks\.slack(-gov)?\.com\/\S+|\b(xox[a-z]-[\w-]+|A[KS]IA[0-9A-Z]{16}\b|gh[oprsu]_\w{20,}|github_pat_\w+|[sr]k_(live|test)_\w+|eyJ[\w-]+\.eyJ[\w-]+\.[\w-]*)|base64:[A-Z0-9+/]{20,}=*|-----BEGIN [A-Z ]*PRIVATE KEY[^]*?(-----END [A-Z ]*KEY-----|$))/gi,
  /(:\/\/[^/\s:@]*:)[^/\s@]+(?=@)/g,
  /(bearer\s{1,5})[\w.~+/-]+=*/gi,
  /((?:pass|secret|token|(?:api|private|access|app)_?key|dsn|credential)\w{0,40}["']?\s{0,5}(?:=>|[=:])\s{0,5})("[^"]*"|'[^']*'|[^\s,;&"')}\]]+)/gi,
];
