/** Colours and cursor movements (ECMA-48, "Control Sequence"), and titles, links and the clipboard ("Operating System Command"). */
const SEQUENCES = [/\u001b\[[0-?]*[ -/]*[@-~]/g, /\u001b\][^\u0007\u001b\n]*(?:\u0007|\u001b\\)/g];

/**
 * Controls (a terminal obeys them, `\r` overwrites a line), marks that change the direction of writing, separators that only
 * some programs treat as line breaks, and characters that nothing shows. Line breaks and tabs stay, as do the two joiners that
 * emoji and several scripts need.
 */
const INVISIBLE = /[^\P{Cc}\t\n]|[^\P{Cf}\u200c\u200d]|[\p{Zl}\p{Zp}\p{Co}]/gu;

/** The text without invisible characters, as well-formed Unicode: no URL and no JSON parser accepts a lone surrogate. */
export const withoutInvisible = (text: string): string =>
  SEQUENCES.reduce((shown, sequence) => shown.replace(sequence, ""), text)
    .replace(INVISIBLE, "")
    .toWellFormed();

/** As above, but each one is shown as its code point. For text that is reviewed, where a hidden character is a finding. */
export const withCodePoints = (text: string): string =>
  text.replace(
    /[^\P{Cc}\t\n]|[\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu,
    (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16).toUpperCase()}}`,
  );
