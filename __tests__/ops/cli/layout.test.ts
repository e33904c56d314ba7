import { laidOut } from "../../../ops/cli/layout";
import { bold } from "../../../ops/cli/style";
import { shown } from "../../../ops/cli/text";

describe("A line that is longer than the terminal", () => {
  it("goes on below its text: below the first word, behind a bullet, a name or a mark", () => {
    const lines = [
      "one two three four five six seven",
      "  Why: one two three four five six seven",
      "- one two three four five six seven",
      "  ok       one two three four five six",
      "  allowed  one two three four five six",
    ];
    expect(laidOut(lines.join("\n"), 24)).toBe(
      `
one two three four five
six seven
  Why: one two three
       four five six
       seven
- one two three four
  five six seven
  ok       one two three
           four five six
  allowed  one two three
           four five six`.trimStart(),
    );
  });

  it("counts what is seen: control sequences have no width, Japanese characters have two columns", () => {
    const label = shown([bold("  Why:"), " one two three four"], true);
    expect(laidOut(label, 25)).toBe(label);
    expect(laidOut(`${label} five`, 25)).toBe(`${label}\n       five`);
    expect(laidOut("東京 東京 東京", 10)).toBe("東京 東京\n東京");
  });

  it("is left alone where it fits, and where it has no place to break", () => {
    for (const text of ["", "  12.00  two  columns", "  $ npm run ops -- logs production", "x".repeat(90)])
      expect(laidOut(text, 24)).toBe(text);
  });
});

describe("A command is never broken", () => {
  const command = "npm run ops -- logs production --container app --since 1h";

  it.each([
    [
      `Fix: Read the log of the application: ${command}`,
      `Fix: Read the log of the\n     application:\n     ${command}`,
    ],
    [`  Fix: Read it: ${command}`, `  Fix: Read it:\n       ${command}`],
    [`Follow its log in this terminal: ${command}`, `Follow its log in this\nterminal:\n  ${command}`],
  ])("and has a line of its own at the end of a sentence: %s", (text, lines) => {
    expect(laidOut(text, 30)).toBe(lines);
  });

  it.each([
    [
      "Log in again (e.g. aws sso login --profile 'my own'), then run it",
      "aws sso login --profile 'my own'),",
    ],
    [
      "Run AWS_PROFILE=x terraform -chdir=a plan -lock=false. It reads",
      "AWS_PROFILE=x terraform -chdir=a plan -lock=false.",
    ],
    ["Correct this file, then run npm run types, which finds more mistakes", "npm run types,"],
  ])("in the middle of one: %s", (text, unbroken) => {
    const lines = laidOut(text, 24);
    expect(lines.split("\n").length).toBeGreaterThan(2);
    expect(lines).toContain(unbroken);
    expect(lines.replaceAll("\n", " ")).toBe(text);
  });
});
