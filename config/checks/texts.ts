import type { Problem } from "../messages/problem";
import { showSafely } from "../messages/show";
import { write } from "../messages/type-problems";

/**
 * Characters that look like none, so that `production` or `null` is another text, and those that turn text around ("Unicode Source
 * Code Handling", Unicode Technical Standard 55). Not the joiners and the marks that emoji and scripts from right to left need.
 */
const UNSEEN = /[\u00ad\u180e\u200b\u202a-\u202e\u2060-\u2069\ufeff]/;

/** Texts that are refused in every field, because Terraform or AWS would change or reject them. */
const UNFIT: readonly {
  readonly when: (text: string) => boolean;
  readonly allowed: string;
  readonly fix: string;
}[] = [
  {
    when: (text) => /[\u0000-\u001f\u007f]/.test(text),
    allowed: "printable characters on one line",
    fix: "Remove the control character or line break. Encode a setting of several lines as base64 that the application decodes.",
  },
  {
    when: (text) => /\p{Surrogate}/u.test(text),
    allowed: "whole characters; half of one (a lone surrogate) cannot be UTF-8",
    fix: "Write the character again.",
  },
  {
    // Terraform normalizes every string ("Types and Values", Terraform language). `=` composes with some marks, too.
    when: (text) => text !== text.normalize("NFC") || /^\p{Mark}/u.test(text),
    allowed:
      "composed characters (Unicode NFC), and not a combining mark at the beginning; Terraform composes others",
    fix: 'Write the result of .normalize("NFC").',
  },
  {
    // Terraform removes a byte order mark (U+FEFF) at the beginning.
    when: (text) => UNSEEN.test(text),
    allowed: "characters that a reviewer sees, in the order in which they are written",
    fix: "Remove the invisible character, or the mark that changes the direction of writing.",
  },
  {
    // Its numbers are doubles of this order (cdktf, lib/tokens/private/encoding.ts).
    when: (text) => /TfToken\[|-\d+(\.\d+)?e\+289/.test(text),
    allowed: "plain values; this is a CDKTF token, whose value is known only when Terraform runs",
    fix: "Write the value itself.",
  },
];

/** Refuses texts that would not reach AWS unchanged, in every field. */
export function textProblems(input: unknown): Problem[] {
  return textsOf(input, [], []).flatMap(({ path, text }) =>
    UNFIT.filter(({ when }) => when(text)).map(({ allowed, fix }) => ({
      path: write(path),
      got: showSafely(path, text),
      allowed,
      fix,
    })),
  );
}

interface Text {
  readonly path: readonly PropertyKey[];
  readonly text: string;
}

function textsOf(value: unknown, path: readonly PropertyKey[], within: readonly object[]): Text[] {
  if (typeof value === "string") return [{ path, text: value }];
  if (typeof value !== "object" || value === null || within.includes(value)) return [];
  const inside = [...within, value];
  return Array.isArray(value)
    ? value.flatMap((item, index) => textsOf(item, [...path, index], inside))
    : Object.entries(value).flatMap(([key, child]) => textsOf(child, [...path, key], inside));
}
