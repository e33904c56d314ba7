import { resolve } from "../change";

describe("values in an environment file", () => {
  it.each([
    ["several lines", "one\ntwo", "printable characters on one line"],
    [
      "white space at an end",
      "value ",
      "no white space at either end; ECS would keep it as part of the value",
    ],
    ["quotes around it", '"value"', "no quotes around it; ECS keeps them as part of the value"],
    ["a reference", "${APP_NAME}-x", "no ${OTHER}; ECS does not expand it"],
    ["a control character", "a\u0007b", "printable characters"],
    ["64 KiB", "x".repeat(65_536), "at most 65535 bytes with its name"],
  ])("have no value with %s", (_, value, rule) => {
    expect(resolve({ "env.SETTING": value })).toContain(rule);
  });

  it.each([
    '"value"',
    "'value'",
    '""',
    "''",
    String.raw`"say \"hi\""`,
    String.raw`"ends with \""`,
    `"it's"`,
    `'say "hi"'`,
    '"a" and "b"',
    '"a\u2028b"',
  ])("have no quotes around them, unlike %s", (value) => {
    expect(resolve({ "env.SETTING": value })).toBe(
      `1 mistake in environments/; nothing was done.

test: env.SETTING
  got      ${JSON.stringify(value).replace("\u2028", "\\u2028")}
  allowed  no quotes around it; ECS keeps them as part of the value
  fix      Remove the quotes, and the backslash before each quote inside.`,
    );
  });

  it.each(['"value" ', "\t'value'", ' "value"'])(
    "are refused at once for blanks and quotes, like %j",
    (value) => {
      const refusal = resolve({ "env.SETTING": value });
      expect(refusal).toContain("fix      Trim it.");
      expect(refusal).toContain("fix      Remove the quotes");
    },
  );

  it.each(["", "a=b", "=a", "#general", "a#b", 'say "hi"', '"', "'", '12"', "'tis", "日本語", "(true)"])(
    "may have the value %j",
    (value) => {
      expect(resolve({ "env.SETTING": value })).toBe("accepted");
    },
  );
});
