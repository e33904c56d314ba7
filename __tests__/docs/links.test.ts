import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { DOCUMENTS, readDocument } from "../helpers/samples";

const ROOT = join(__dirname, "../..");
const ADRS = readdirSync(join(ROOT, "docs/adr"));

/** As GitHub makes the anchor of a heading. */
const anchors = (text: string) =>
  [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );

describe("the documents", () => {
  it.each([...DOCUMENTS, ...ADRS.map((file) => `docs/adr/${file}`)])(
    "have links that lead somewhere: %s",
    (file) => {
      const links = [...readDocument(file).matchAll(/\]\(((?!https?:)[^)\s]+)\)/g)].map(
        ([, link = ""]) => link,
      );
      const broken = links.filter((link) => {
        const [path = "", anchor] = link.split("#");
        const target = path ? join(ROOT, dirname(file), path) : join(ROOT, file);
        return (
          !existsSync(target) ||
          (anchor !== undefined && !anchors(readFileSync(target, "utf8")).includes(anchor))
        );
      });
      expect(broken).toEqual([]);
    },
  );
});

describe("the decision records", () => {
  const titles = ADRS.map((file) => readDocument(`docs/adr/${file}`).split("\n")[0]);

  it("are numbered without gaps, and their titles have the same numbers", () => {
    expect(ADRS.map((file) => Number(file.slice(0, 4)))).toEqual(ADRS.map((_, index) => index + 1));
    expect(titles.map((title) => Number(/^# (\d+)\. /.exec(title ?? "")?.[1]))).toEqual(
      ADRS.map((_, index) => index + 1),
    );
  });

  it("are called by the number that is in the text of a link", () => {
    const called = [...DOCUMENTS, ...ADRS.map((file) => `docs/adr/${file}`)].flatMap((file) => [
      ...readDocument(file).matchAll(/\[ADR (\d+)\]\((?:[\w./]*\/)?(\d{4})-/g),
    ]);
    expect(called.length).toBeGreaterThan(10);
    for (const [, number, file] of called) expect(Number(number)).toBe(Number(file));
  });

  it("are short", () => {
    for (const file of ADRS)
      expect({ file, short: readDocument(`docs/adr/${file}`).split("\n").length <= 35 }).toEqual({
        file,
        short: true,
      });
  });
});
