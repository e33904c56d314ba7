import { readFileSync } from "node:fs";
import { join } from "node:path";

const FILE = join(__dirname, "../../docs/controls.md");

/** The cells of a table of docs/controls.md, by the heading above it. */
export function controlsTable(title: string): string[][] {
  return (readFileSync(FILE, "utf8").split(`## ${title}`)[1]?.split("\n## ")[0] ?? "")
    .split("\n")
    .filter((line) => /^\| (?!control |-)/.test(line))
    .map((line) =>
      line
        .split("|")
        .map((cell) => cell.trim())
        .slice(1, -1),
    );
}

export const OPTIONS = "Options, off by default";
export const SWITCHED_OFF = "On by default, off where the environment says so";
export const REFUSED = "Refused, with the reason";

/** Every control that docs/controls.md argues. */
export function arguedControls(): Set<string> {
  return new Set(
    [OPTIONS, SWITCHED_OFF, REFUSED]
      .flatMap(controlsTable)
      .flatMap(([, askedBy = ""]) => controlIds(askedBy)),
  );
}

const FAMILY = /^(FSBP|Nag) /;
const NUMBERED = /^(.*?)(\d+)$/;

/**
 * The controls that a text names. What was said once need not be said again: `CT.RDS.PR.5, PR.8` are two of CT.RDS,
 * `FSBP S3.1 to S3.3` are three.
 */
export function controlIds(text: string): string[] {
  let [family, service] = ["", ""];
  return text
    .split(/,\s*/)
    .filter(Boolean)
    .flatMap((item) => {
      const [, own] = FAMILY.exec(item) ?? [];
      if (own !== undefined) family = own;
      else if (/^(CKV|AWS-|CT\.)/.test(item)) family = "";
      service = /^(CT\.[A-Z0-9]+\.)/.exec(item)?.[1] ?? service;

      const [first = "", last] = item.replace(FAMILY, "").split(" to ");
      const named = (id: string) => (id.startsWith("PR.") ? service : family ? `${family} ` : "") + id;
      const [, stem = "", from = ""] = NUMBERED.exec(first) ?? [];
      const [, , to = from] = NUMBERED.exec(last ?? first) ?? [];
      return Array.from({ length: Number(to) - Number(from) + 1 }, (_, index) =>
        named(stem + String(Number(from) + index).padStart(from.length, "0")),
      );
    });
}
