import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { resolveEnvironments } from "../../config/resolve-environments";
import { monthlyCost } from "../../ops/commands/cost/monthly-cost";
import { production } from "../environments/production";
import { staging } from "../environments/staging";
import { ROOT } from "../helpers/project-copy";
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
  it("names files and folders that exist, each inside the folder of its row", () => {
    const [, table = ""] = /## Directories\n([^]*?)\n## /.exec(english) ?? [];
    const missing = [...table.matchAll(/^\| `([^`]+)` +\| (.*) \|$/gm)].flatMap(
      ([, row = "", contents = ""]) =>
        [...contents.matchAll(/`([\w./-]+(?:\/|\.ts))`/g)]
          .map(([, path = ""]) => join(row, path))
          .filter((path) => !existsSync(join(ROOT, path))),
    );

    expect(table.match(/^\| `/gm)?.length).toBeGreaterThan(10);
    expect(missing).toEqual([]);
  });

  it("leads in one step to what a team changes first", () => {
    const [, table = ""] = /## Directories\n([^]*?)\n## /.exec(english) ?? [];
    const text = (path: string) => readFileSync(join(ROOT, path), "utf8");

    for (const name of ["health-check.ts", "prices.ts", "schema/tasks.ts"]) expect(table).toContain(name);
    expect(text("facts/health-check.ts")).toContain("path:");
    expect(text("facts/prices.ts")).toContain("largeHour");
    expect(text("config/schema/tasks.ts")).toMatch(/worker = [^]*memoryMiB/);
  });

  it("has the cost of the examples", () => {
    const [forProduction, forStaging] = resolveEnvironments([production, staging]).map((environment) =>
      Math.round(monthlyCost(environment).total),
    );
    const text = english.replace(/\s+/g, " ");

    expect(text).toContain(`about ${forProduction} (production) and ${forStaging} (staging) USD a month`);
    expect(japanese).toContain(`production が月に約 ${forProduction} USD、staging が約 ${forStaging} USD`);
  });

  it("is read in a few minutes", () => {
    expect(english.split("\n").length).toBeLessThanOrEqual(150);
  });
});
