import { stripVTControlCharacters } from "node:util";
import wrapAnsi from "wrap-ansi";

/** What further lines are indented by: the indentation of the first, its bullet, and a name in front of its text. */
const HANGING = /^ *(?:(?:- |\d+\. |(?:Why|Fix): )|[\w?.-]+ {2,})?/;

/** With a longer one there would be no room for the text. */
const LONGEST_HANGING = 24;

/** A line that is a command. */
const IS_COMMAND = /^ *\$ /;

/** What begins a command in a sentence. */
const PROGRAMS = new Set(["npm", "npx", "aws", "terraform", "tofu", "docker", "mysql"]);

/** Stands for a space where a line must not be broken. No font has it, so no text does. */
const UNBREAKABLE = "\ue000";

const SEQUENCE = /^\u001b\[[\d;]*m/;

/**
 * Breaks long lines between words. Further lines are indented as the text of the first. A command is never broken, because it
 * is to be pasted: at the end of a sentence it gets a line of its own.
 *
 * @param columns the width of the terminal
 */
export const laidOut = (text: string, columns: number): string =>
  text
    .split("\n")
    .map((line) => lineLaidOut(line, columns))
    .join("\n");

function lineLaidOut(line: string, columns: number): string {
  const plain = stripVTControlCharacters(line);
  if (plain.length * 2 <= columns || IS_COMMAND.test(plain)) return line;
  const found = HANGING.exec(plain)?.[0] ?? "";
  const hanging = found.length > LONGEST_HANGING ? /^ */.exec(plain)![0].length : found.length;
  const [start, rest] = splitAt(line, hanging);
  const wrap = (words: string) =>
    wrapAnsi(words, columns - hanging)
      .replaceAll("\n", `\n${" ".repeat(hanging)}`)
      .replaceAll(UNBREAKABLE, " ");

  const whole = withWholeCommands(rest);
  const wrapped = wrap(whole);
  if (!wrapped.includes("\n")) return line;
  const last = whole.lastIndexOf(" ") + 1;
  if (last === 0 || !whole.includes(UNBREAKABLE, last)) return `${start}${wrapped}`;
  const indent = " ".repeat(Math.max(hanging, 2));
  return `${start}${wrap(whole.slice(0, last))}\n${indent}${whole.slice(last).replaceAll(UNBREAKABLE, " ")}`;
}

/** A line before and after a column. Control sequences have no width. */
function splitAt(line: string, column: number): [string, string] {
  let at = 0;
  for (let passed = 0; passed < column;) {
    const [sequence] = SEQUENCE.exec(line.slice(at)) ?? [];
    if (sequence === undefined) passed += 1;
    at += sequence?.length ?? 1;
  }
  return [line.slice(0, at), line.slice(at)];
}

/** The text with commands that cannot be broken: each from its program to the punctuation mark that ends a part of the sentence. */
function withWholeCommands(text: string): string {
  const words = text.split(" ");
  const begins = (word = "") => PROGRAMS.has(word.replace(/^\(/, ""));
  let [isCommand, quotes] = [false, 0];
  return words
    .map((word, index) => {
      const isSetting = /^[A-Z_]+=/.test(word) && begins(words[index + 1]);
      if (!isCommand && (begins(word) || isSetting)) [isCommand, quotes] = [true, 0];
      quotes += word.split(/['"]/).length - 1;
      if (quotes % 2 === 0 && /[.,;)]$/.test(word)) isCommand = false;
      return index === words.length - 1 ? word : `${word}${isCommand ? UNBREAKABLE : " "}`;
    })
    .join("");
}
