/** What the first line of a dump says about it. Other programs take it for a comment. */
export interface Header {
  /** The name of the database, e.g. `api-production`. */
  readonly from: string;
  /** E.g. `8.4.6`. */
  readonly version: string;
  /** Of the tables and indexes. */
  readonly bytes: number;
  /** Whether it has only some tables. */
  readonly isPartial: boolean;
}

const FORM = /^-- laravel-ecs dump of (\S+), version (\S+), (\d+) bytes, (all|some) tables$/;

export const headerLine = ({ from, version, bytes, isPartial }: Header) =>
  `-- laravel-ecs dump of ${from}, version ${version}, ${bytes} bytes, ${isPartial ? "some" : "all"} tables\n`;

/** The header of a dump; undefined for the dump of another program. */
export function headerOf(line: string): Header | undefined {
  const [, from = "", version = "", bytes, tables] = FORM.exec(line.trimEnd()) ?? [];
  return bytes === undefined
    ? undefined
    : { from, version, bytes: Number(bytes), isPartial: tables === "some" };
}
