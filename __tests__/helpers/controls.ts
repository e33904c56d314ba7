import { readFileSync } from "node:fs";
import { join } from "node:path";

const FILE = join(__dirname, "../../docs/controls.md");

/** In the order of the table. */
export const STATUSES = ["option", "on", "refused", "always"] as const;

export type Status = (typeof STATUSES)[number];

/** A row of docs/controls.md. */
export interface Control {
  readonly control: string;
  readonly askedBy: readonly string[];
  readonly status: Status;

  /** Or why not. */
  readonly how: string;
  readonly price: string;
}

/** @throws Error if a row does not have the cells of the table, or has an unknown status */
export function controls(): Control[] {
  return readFileSync(FILE, "utf8")
    .split("\n")
    .filter((line) => /^\| (?!Control \||-)/.test(line))
    .map((line) => {
      const [control = "", askedBy = "", status = "", how = "", price = "", ...more] = line
        .split("|")
        .map((cell) => cell.trim())
        .slice(1, -1);
      if (!isStatus(status) || !price || more.length > 0)
        throw new Error(`docs/controls.md has a row that cannot be read:\n${line}`);
      return { control, askedBy: controlIds(askedBy), status, how, price };
    });
}

const isStatus = (word: string): word is Status => (STATUSES as readonly string[]).includes(word);

/** Every control with one of these statuses. */
export function controlsThatAre(...statuses: readonly Status[]): Set<string> {
  return new Set(
    controls()
      .filter(({ status }) => statuses.includes(status))
      .flatMap(({ askedBy }) => askedBy),
  );
}

const FAMILY = /^(FSBP|Nag) /;
const NUMBERED = /^(.*?)(\d+)$/;

/**
 * The controls that a text names. A prefix is not repeated: `CT.RDS.PR.5, PR.8` are two controls of CT.RDS, and
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
