import fc from "fast-check";
import { overlap } from "../../facts/globs";
import { computed } from "../helpers/computed";

/** Whether a text matches a pattern, by a regular expression. */
const matches = (pattern: string, text: string) =>
  new RegExp(`^${pattern.replaceAll("?", ".").replaceAll("*", ".*")}$`).test(text);

describe("two patterns", () => {
  it.each([
    ["arn:aws:s3:::bucket/*", "arn:aws:s3:::bucket/a/b", true],
    ["arn:aws:s3:::buck?t", "arn:aws:s3:::bucket", true],
    ["arn:aws:s3:::bucket", "arn:aws:s3:::bucket/*", false],
    ["arn:aws:s3:::*-state", "arn:aws:s3:::shop-*", true],
    ["arn:aws:s3:::a*", "arn:aws:s3:::b*", false],
    ["*", "", true],
    ["?", "", false],
    ["a*b", "*c", false],
  ])("%s and %s have a common text: %s", (one, other, expected) => {
    expect(overlap(one, other)).toBe(expected);
    expect(overlap(other, one)).toBe(expected);
  });

  it("have one exactly if some short text matches both", () => {
    const pattern = fc
      .array(fc.constantFrom("a", "b", "*", "?"), { maxLength: 4 })
      .map((each) => each.join(""));
    const texts = [0, 1, 2, 3, 4, 5, 6].flatMap((length) =>
      Array.from({ length: 2 ** length }, (_, bits) =>
        Array.from({ length }, (_, at) => ((bits >> at) & 1 ? "a" : "b")).join(""),
      ),
    );
    fc.assert(
      fc.property(pattern, pattern, (one, other) => {
        expect(overlap(one, other)).toBe(texts.some((text) => matches(one, text) && matches(other, text)));
      }),
    );
  });

  it("of the largest size are compared fast", () => {
    const begin = computed();
    overlap("*a".repeat(512), "*b".repeat(512));
    expect(computed() - begin).toBeLessThan(1_000);
  });
});
