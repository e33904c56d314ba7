/** A statement that a migration would run. */
export interface PretendedStatement {
  readonly sql: string;

  /** Why it takes the longer the more rows its table has; undefined if it does not. */
  readonly slow: string | undefined;
}

/** How Laravel prints a statement: as an item of a list, or in older versions after the name of the migration. */
const STATEMENT =
  /^(?:⇂ |\w{1,200}: )?((?:alter|create|drop|rename|insert|update|delete|truncate|set|replace|optimize) .*)$/i;

const COPIES = "copies the table, and blocks writes until every row is copied";
const MAY_COPY =
  "copies the table, and blocks writes until every row is copied, unless only NULL, its default or its comment changes, or a VARCHAR grows within 255 bytes";
const NO_WRITES = "blocks writes until the index is built";
const REBUILDS = "rebuilds the table, which takes as long as a copy; writes go on";
const LOCKS = "locks the rows that it changes until it ends";

/**
 * Changes of a table that are neither instant nor an index that is built while writes go on. Source: "Online DDL Operations",
 * MySQL 8.4 Reference Manual; foreign_key_checks is on, as Laravel leaves it.
 */
const SLOW: readonly (readonly [RegExp, string])[] = [
  [/ convert to character set /i, COPIES],
  [/ add (?:constraint \S{1,100} )?foreign key\b/i, COPIES],
  [/ (?:partition by|remove partitioning)\b/i, COPIES],
  [/ stored\b/i, COPIES],
  [/ (?:modify|change) /i, MAY_COPY],
  [/ add (?:fulltext|spatial) /i, NO_WRITES],
  [/ auto_increment\b(?! ?=)/i, NO_WRITES],
  [/ add primary key\b| (?:engine|row_format) ?=/i, REBUILDS],
];

/** The statements in the output of `artisan migrate --pretend`. */
export function pretendedStatements(output: readonly string[]): PretendedStatement[] {
  const lines = output.flatMap((text) => text.split("\n"));
  return lines.flatMap((line) => {
    const [, sql] = STATEMENT.exec(line.trim()) ?? [];
    return sql === undefined ? [] : [{ sql, slow: whySlow(sql) }];
  });
}

function whySlow(sql: string): string | undefined {
  if (/^optimize /i.test(sql)) return REBUILDS;
  if (/^(?:update|delete|replace) |^insert into \S{1,100} .{0,500}\bselect /i.test(sql)) return LOCKS;
  if (/^create (?:fulltext|spatial) /i.test(sql)) return NO_WRITES;
  if (!/^alter table /i.test(sql)) return undefined;
  if (/ drop primary key\b/i.test(sql) && !/ add primary key\b/i.test(sql)) return COPIES;
  return SLOW.find(([pattern]) => pattern.test(sql))?.[1];
}
