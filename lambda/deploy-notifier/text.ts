/** Making text fit for Slack: nothing in it may mention somebody, link somewhere or be too long. */

/** Control characters, and those that turn the direction of writing around. */
const INVISIBLE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

/** Half of a character that is made of two: no URL and no JSON parser takes it. */
const HALF_CHARACTER = /\p{Surrogate}/gu;

export const clean = (text: string) => redact(text.replace(INVISIBLE, "").replace(HALF_CHARACTER, "\ufffd"));

/** Slack asks for these three and no more ("Formatting text for app surfaces", Slack API). */
const ESCAPES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };
const escape = (character: string) => ESCAPES[character] ?? character;

/** Escapes a text and cuts it to so many characters as Slack counts them, at no half of anything. */
export function fit(text: string, limit: number): string {
  const characters = Array.from(clean(text).slice(0, limit + 1), escape);
  let length = 0;
  const end = characters.findIndex((character) => (length += character.length) > limit);
  if (end < 0) return characters.join("");
  characters.length = end + 1;
  while (length > limit - 1) length -= characters.pop()?.length ?? limit;
  return `${characters.join("")}…`;
}

/** The last lines that fit, as a block in which nothing is markup. */
export function code(lines: readonly string[], limit: number): string {
  const kept: string[] = [];
  let left = limit - "```\n```".length;
  for (const line of [...lines].reverse()) {
    const shown = fit(line.trimEnd().replaceAll("```", "'''"), LONGEST_LINE);
    left -= shown.length + 1;
    if (left < 0) break;
    kept.unshift(`${shown}\n`);
  }
  return `\`\`\`\n${kept.join("")}\`\`\``;
}

/** A stack trace is one event of many lines: its first ones say what happened. */
const LONGEST_LINE = 700;

const HIDDEN = "[hidden]";

/** What no message may carry on, even where the application wrote it to its own log. */
const SECRETS: readonly (readonly [RegExp, string])[] = [
  [/hooks\.slack(?:-gov)?\.com\/\S+/gi, HIDDEN],
  [
    /\bxox[a-z]-[\w-]+|\b(?:AKIA|ASIA)[0-9A-Z]{16}\b|\bgh[oprsu]_\w{20,}|\bgithub_pat_\w+|\b[sr]k_(?:live|test)_\w+/g,
    HIDDEN,
  ],
  [/\beyJ[\w-]+\.eyJ[\w-]+\.[\w-]*|base64:[A-Za-z0-9+/]{20,}=*/g, HIDDEN],
  [/-----BEGIN [A-Z ]*PRIVATE KEY[^]*?(?:-----END [A-Z ]*KEY-----|$)/g, HIDDEN],
  [/(:\/\/[^/\s:@]*:)[^/\s@]+@/g, `$1${HIDDEN}@`],
  [/(bearer\s{1,5})[\w.~+/-]+=*/gi, `$1${HIDDEN}`],
  [
    /((?:pass(?:word|wd|phrase)?|secret|token|api_?key|private_?key|access_?key|app_key|dsn|credentials?)\w{0,40}["']?\s{0,5}(?:=>|[=:])\s{0,5})(?:"[^"]*"|'[^']*'|[^\s,;&"')}\]]+)/gi,
    `$1${HIDDEN}`,
  ],
];

const redact = (text: string) =>
  SECRETS.reduce((shown, [pattern, instead]) => shown.replace(pattern, instead), text);
