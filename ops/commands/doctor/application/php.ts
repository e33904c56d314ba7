import { literal } from "../../../../facts/literal";

/** Strings stay, comments go. An attribute (`#[`) is not a comment. What has no end ends with the file. */
const STRING_OR_COMMENT =
  /'(?:\\[^]|[^'\\])*(?:'|\\?$)|"(?:\\[^]|[^"\\])*(?:"|\\?$)|\/\*[^]*?(?:\*\/|$)|(?:\/\/|#(?!\[)).*/g;

/** PHP code without its comments, so that what is commented out is not found. */
export const withoutComments = (code: string) =>
  code.replace(STRING_OR_COMMENT, (found) => (/^['"]/.test(found) ? found : " "));

/** Whether the code reads a variable of the environment. */
export const readsEnv = (code: string, variable: string) =>
  new RegExp(`\\bgetenv\\(\\s*['"]${variable}['"]|\\benv\\(\\s*['"]${variable}['"]`).test(code);

/** How a configuration file chooses a value. */
export interface Choice {
  /** The variable that it reads; undefined for a constant. */
  readonly variable: string | undefined;

  /** The value without that variable; undefined when it is not a string. */
  readonly fallback: string | undefined;
}

/** `'key' => env('VARIABLE', 'fallback')` or `'key' => 'fallback'`, the first one in the code; undefined if it is written otherwise. */
export function choiceOf(code: string, key: string): Choice | undefined {
  const found = new RegExp(
    `['"]${literal(key)}['"]\\s*=>\\s*(?:env\\(\\s*['"](\\w+)['"]\\s*(?:,\\s*(?:['"]([^'"]*)['"]|[^)]*))?\\)|['"]([^'"]*)['"])`,
  ).exec(code);
  return found ? { variable: found[1], fallback: found[2] ?? found[3] } : undefined;
}

/** The code of an entry `'name' => [...]`; empty if there is none. */
export function entryOf(code: string, name: string): string {
  const start = new RegExp(`['"]${literal(name)}['"]\\s*=>\\s*(\\[)`).exec(code);
  if (!start) return "";
  const begin = start.index + start[0].length;
  let depth = 1;
  for (let at = begin; at < code.length; at++) {
    if (code[at] === "[") depth++;
    if (code[at] === "]") depth--;
    if (depth === 0) return code.slice(begin, at);
  }
  return code.slice(begin);
}

/** The names of the entries `'name' => [...]` of an array, without those inside them. */
export function entriesOf(code: string): string[] {
  const found = /['"]([^'"]+)['"]\s*=>\s*\[/.exec(code);
  if (!found?.[1]) return [];
  const end = found.index + found[0].length + entryOf(code.slice(found.index), found[1]).length;
  return [found[1], ...entriesOf(code.slice(end))];
}
