import { withoutSecrets } from "../../../facts/foreign-text/foreign-text";
import { HARMLESS_LINES } from "./harmless";
import { SECRET_LINES } from "./secrets";

/** The shortest piece of a secret that would be a leak. */
const PIECE = 8;

const pieces = (secret: string) =>
  secret.length <= PIECE
    ? [secret]
    : Array.from({ length: secret.length - PIECE + 1 }, (_, at) => secret.slice(at, at + PIECE));

describe("withoutSecrets", () => {
  it("is tried with at least 60 secrets and 40 harmless lines", () => {
    expect(SECRET_LINES.length).toBeGreaterThanOrEqual(60);
    expect(HARMLESS_LINES.length).toBeGreaterThanOrEqual(40);
  });

  it.each(SECRET_LINES)("hides the secret in: $line", ({ line, secret, before }) => {
    const shown = withoutSecrets(line);

    expect(pieces(secret).filter((piece) => shown.includes(piece) && !before.includes(piece))).toEqual([]);
    expect(shown).toContain("[hidden]");
  });

  it.each(SECRET_LINES)("hides it among other text: $line", ({ line, secret, before }) => {
    const shown = withoutSecrets(`[2026-11-24 03:00:00] production.INFO: first\n${line}\nlast {"a":"b"}`);

    expect(shown).toContain("production.INFO: first\n");
    expect(pieces(secret).filter((piece) => shown.includes(piece) && !before.includes(piece))).toEqual([]);
  });

  it.each(SECRET_LINES.filter(({ line }) => !line.includes(String.raw`\\\"`)))(
    "hides it in the JSON that PHP writes: $line",
    ({ line, secret, before }) => {
      const encoded = (text: string) => JSON.stringify({ text }).replaceAll("/", "\\/");
      const shown = withoutSecrets(encoded(line)).replaceAll("\\", "");

      expect(
        pieces(secret.replaceAll("\\", "")).filter(
          (piece) => shown.includes(piece) && !before.includes(piece),
        ),
      ).toEqual([]);
    },
  );

  it.each(HARMLESS_LINES)("leaves as it is: %s", (line) => {
    expect(withoutSecrets(line)).toBe(line);
  });

  it("keeps what is around a secret", () => {
    expect(withoutSecrets(`{"user":"a","password":"b c","id":7} next`)).toBe(
      `{"user":"a","password":[hidden],"id":7} next`,
    );
    expect(withoutSecrets("mysql://laravel:p@ss@db:3306/shop")).toBe("mysql://laravel:[hidden]@db:3306/shop");
    expect(withoutSecrets(String.raw`{"class":"App\\\/x","url":"http:\/\/a"}`)).toBe(
      String.raw`{"class":"App\\\/x","url":"http:\/\/a"}`,
    );
    expect(withoutSecrets("Authorization: Bearer abc123 next")).toBe("Authorization: Bearer [hidden] next");
  });

  it("masks what it has masked only once", () => {
    for (const { line } of SECRET_LINES) {
      const shown = withoutSecrets(line);
      expect(withoutSecrets(shown)).toBe(shown);
    }
  });
});
