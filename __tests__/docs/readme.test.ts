import { readDocument } from "../helpers/samples";

const english = readDocument("README.md");
const japanese = readDocument("README.ja.md");

const blocks = (text: string) =>
  [...text.matchAll(/^```.*\n[^]*?^```$/gm)].map(([block]) => block.replace(/\s+#(?!#).*$/gm, ""));
const prose = (text: string) => text.replace(/^```[^]*?^```$/gm, "");
const levels = (text: string) => [...prose(text).matchAll(/^(#+) /gm)].map(([, { length } = ""]) => length);
const links = (text: string) =>
  [...prose(text).matchAll(/\]\(([^)]+)\)/g)]
    .map(([, link = ""]) => link)
    .filter((link) => !link.startsWith("README"));
/** The first cell of each row of a table, in code or a link: what is not translated. */
const rows = (text: string) => [...prose(text).matchAll(/^\| ([`[].*?) +\|/gm)].map(([, cell]) => cell);

describe("README.ja.md", () => {
  it("has the headings of README.md", () => {
    expect(levels(japanese)).toEqual(levels(english));
  });

  it("has its diagram and commands; comments are translated", () => {
    expect(blocks(japanese)).toEqual(blocks(english));
  });

  it("has its links", () => {
    expect(links(japanese)).toEqual(links(english));
  });

  it("has the rows of its tables", () => {
    expect(rows(japanese)).toEqual(rows(english));
  });
});

describe("README.md", () => {
  it("is read in a few minutes", () => {
    expect(english.split("\n").length).toBeLessThanOrEqual(150);
  });
});
