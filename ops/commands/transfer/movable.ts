import { Failure } from "../../cli/outcome";
import type { Client } from "./client";
import { literal } from "./client";

/** The table in the databases that are made here, and only in them. */
export const MARK = "_made_by_ops_database";

/** The tables of a database, without the one that marks it. */
export async function tablesOf(client: Client, databaseName: string): Promise<string[]> {
  const rows = await client.query(
    `SELECT table_name FROM information_schema.tables
       WHERE table_schema = ${literal(databaseName)} AND table_type = 'BASE TABLE' AND table_name <> ${literal(MARK)};`,
  );
  return rows.flatMap(([table]) => table ?? []);
}

/** @throws Failure for what MySQL cannot move into another database ("RENAME TABLE Statement", MySQL Reference Manual) */
export async function requireMovable(client: Client, incoming: string): Promise<void> {
  const { databaseName } = client.server;
  const found = await client.query(
    `SELECT CONCAT('the view ', table_name) FROM information_schema.views WHERE table_schema = ${literal(incoming)}
       UNION ALL SELECT CONCAT('the trigger ', trigger_name) FROM information_schema.triggers
       WHERE trigger_schema IN (${literal(incoming)}, ${literal(databaseName)});`,
  );
  if (found.length === 0) return;
  throw unmovable(found.flat().join(", "));
}

/** What it means that the server refused a statement of a dump to the user who loads it; undefined for any other error. */
export function refusedStatement(error: unknown): Failure | undefined {
  const [, code = ""] = /\bERROR (\d{4}) \(/.exec((error as Error).message) ?? [];
  if (["1227", "1419"].includes(code)) return unmovable("views, triggers and routines");
  if (!["1044", "1142"].includes(code)) return undefined;
  return new Failure(
    "The dump names the database that it is for (USE, CREATE DATABASE), and would replace its tables row by row. Nothing was changed.\n" +
      "Fix: Dump it again without --databases and --all-databases.",
  );
}

const unmovable = (what: string) =>
  new Failure(
    `MySQL cannot move ${what}. Nothing was changed.\n` +
      "Fix: Dump the tables alone (--tables). Let a migration create the views and triggers after the import.",
  );

/** @throws Failure when a table that remains, also of another database of the server, has a foreign key to one that is replaced */
export async function requireNoReference(client: Client, leaving: readonly string[]): Promise<void> {
  if (leaving.length === 0) return;
  const names = leaving.map(literal).join(", ");
  const schema = literal(client.server.databaseName);
  const rows = await client.query(
    `SELECT DISTINCT IF(table_schema = ${schema}, table_name, CONCAT(table_schema, '.', table_name)), referenced_table_name
       FROM information_schema.key_column_usage
       WHERE referenced_table_schema = ${schema} AND referenced_table_name IN (${names})
       AND NOT (table_schema = ${schema} AND table_name IN (${names}));`,
  );
  if (rows.length === 0) return;
  throw new Failure(
    `The foreign keys of other tables need what would be replaced: ${rows.map(([from, to]) => `${from} needs ${to}`).join(", ")}. Nothing was changed.\n` +
      "Fix: Dump these tables too (--tables), or drop these foreign keys.",
  );
}
