import { foreignText } from "../../facts/foreign-text/foreign-text";
import { given, type Maybe } from "../../facts/given";
import type { Text } from "./text";
import { Styled } from "./text";

/** A style of ECMA-48, "Select Graphic Rendition": the parameter that begins it, and the one that ends it. */
const style = (begin: number, end: number) => (text: Text) =>
  new Styled(`\u001b[${begin}m`, `\u001b[${end}m`, text);

/** What another line belongs to, and the words that a reader looks for. */
export const bold = style(1, 22);

/** What is only read in search of a detail. */
export const secondary = style(2, 22);

/** What is as it should be. */
export const good = style(32, 39);

/** What may need attention. */
export const careful = style(33, 39);

const red = style(31, 39);

/** What has failed. */
export const bad = (text: Text) => red(bold(text));

/** Joins lines to one text. */
export const linesOf = (lines: readonly Maybe<Text>[]): Text =>
  given(...lines).flatMap((line, index) => (index === 0 ? [line] : ["\n", line]));

/** The parts of a problem, as `findingLines` and `inFourParts` write them. */
const PART = /^( *(?:Why:|Fix:|got|allowed|fix)(?= ))(.*)$/;

/**
 * The message of an error, or a list of problems: the first line in a style, the first line of each problem bold, and the names
 * of its parts too.
 *
 * The message is cleaned before it is split, because a secret may have several lines.
 */
export function emphasized(message: string, first: (text: Text) => Text): Text {
  const lines = foreignText(message).split("\n");
  return linesOf(
    lines.map((line, index) => {
      if (index === 0) return first(line);
      const [, name, rest = ""] = PART.exec(line) ?? [];
      if (name !== undefined) return [bold(name), rest];
      return lines[index - 1] === "" && PART.test(lines[index + 1] ?? "") ? bold(line) : line;
    }),
  );
}
