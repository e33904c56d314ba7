import { computed } from "../../helpers/computed";
import { cut } from "../../../facts/foreign-text/cut";
import { foreignDocument, foreignText } from "../../../facts/foreign-text/foreign-text";
import { withCodePoints } from "../../../facts/foreign-text/invisible";
import { withoutWorkflowCommands } from "../../../facts/foreign-text/workflow-commands";

describe("foreignText", () => {
  it.each([
    ["colours", "\u001b[31mred\u001b[0m", "red"],
    ["a cleared screen", "a\u001b[2J\u001b[Hb", "ab"],
    ["the clipboard (OSC 52)", "a\u001b]52;c;cm0gLXJm\u0007b", "ab"],
    ["a link (OSC 8)", "\u001b]8;;http://evil.example\u001b\\click\u001b]8;;\u001b\\", "click"],
    ["an escape that does not end", "a\u001b]52;c;b", "a]52;c;b"],
    ["a C1 control", "a\u009b31mb", "a31mb"],
    ["a carriage return that overwrites the line", "all is well\rfailed", "all is wellfailed"],
    ["backspaces and bells", "a\b\u0007b", "ab"],
    ["marks of direction", "a\u202eb\u2066c\u200f", "abc"],
    ["zero-width and tag characters", "a\u200b\ufeff\u{e0041}b", "ab"],
    ["line separators", "a\u2028b\u2029c\u0085d", "abcd"],
    ["lone surrogates", "a\ud800", "a\ufffd"],
  ])("removes %s", (_, text, shown) => {
    expect(foreignText(text)).toBe(shown);
  });

  it("keeps line breaks, tabs, and the joiners of emoji", () => {
    expect(foreignText("a\n\tb 👩‍💻 é 日本")).toBe("a\n\tb 👩‍💻 é 日本");
  });

  it("cuts a long text, and a long line of it", () => {
    expect(foreignText("word ".repeat(100_000), 100)).toHaveLength(101);
    const lines = foreignText(`first\n${"x".repeat(20_000)}\nlast`).split("\n");
    expect(lines.map(({ length }) => length)).toEqual([5, 16_385, 4]);
  });

  it("shows no half of a secret at the end, which no pattern would recognize", () => {
    const token = `gh${"p_"}${"a1B2".repeat(9)}`;
    for (let most = 10; most < 60; most += 1) {
      expect(foreignText(`the token ${token} is not valid`, most)).not.toContain("a1B2");
    }
  });

  it("cleans a log event of 256 KiB in less than a second, whatever is in it", () => {
    for (const part of ["eyJ-", "a=", "password=", "://a:", "\u001b]", '\\"', "x", " ", "-----BEGIN "]) {
      const started = computed();
      foreignText(part.repeat(262_144 / part.length));
      expect(computed() - started).toBeLessThan(1_000);
    }
  });
});

describe("cut", () => {
  it("leaves a short text as it is, and cuts one long word hard", () => {
    expect(cut("abc", 3)).toBe("abc");
    expect(cut("a bcd", 4)).toBe("a …");
    expect(cut("x".repeat(10_000), 9_000)).toHaveLength(9_001);
  });
});

describe("foreignDocument", () => {
  it("cleans every text at any depth, and nothing else", () => {
    const at = new Date(0);
    expect(foreignDocument({ at, n: 1, none: null, lines: [{ text: "\u001b[31mDB_PASSWORD=x1" }] })).toEqual({
      at,
      n: 1,
      none: null,
      lines: [{ text: "DB_PASSWORD=[hidden]" }],
    });
  });
});

/** As GitHub's runner finds commands (actions/runner, ActionCommand.cs). */
const isCommand = (line: string) => line.trimStart().startsWith("::") || line.includes("##[");

describe("withoutWorkflowCommands", () => {
  it.each([
    "::stop-commands::x",
    "  \t::add-mask::a",
    "first\n\n::set-output name=a::b",
    ":::error::a",
    "text ##[error]a",
    "###[group]a",
    "\u00a0::warning::a",
  ])("leaves no command in %j", (text) => {
    const shown = withoutWorkflowCommands(text);
    expect(shown.split("\n").filter(isCommand)).toEqual([]);
    expect(shown.replaceAll(" ", "")).toBe(text.replaceAll(" ", ""));
  });

  it("leaves other text as it is", () => {
    for (const text of ["App\\Models\\User::class", "a ::b", "## [title]", ": one", "a\n: b"])
      expect(withoutWorkflowCommands(text)).toBe(text);
  });
});

describe("withCodePoints", () => {
  it("shows what is invisible", () => {
    expect(withCodePoints("a\u202eb\u001b\u200b\n")).toBe("a\\u{202E}b\\u{1B}\\u{200B}\n");
  });
});
