import type { Readable } from "node:stream";
import { Failure } from "../../cli/outcome";
import type { Client } from "./client";
import { literal, quoted } from "./client";

/** A name in MySQL has at most 64 characters ("Identifier Length Limits", MySQL Reference Manual). */
const NAME_LENGTH = 64;

/** In the databases that are made here, and only in them. */
const MARK = "_made_by_ops_database";

export interface Loaded {
  readonly sql: Readable;
  /** Whether tables that the SQL does not contain remain. */
  readonly isPartial: boolean;
  /** Called with the database that has the loaded tables, before anything reads them. */
  readonly anonymize?: ((databaseName: string) => Promise<void>) | undefined;
}

/**
 * Replaces tables of a database by those of a dump. They are loaded into a database beside it, and exchanged in one statement, so
 * that the application sees either all old or all new ones. What a killed run has left, the next one removes.
 *
 * @returns the names of the new tables
 * @throws Failure before any change, when a database beside it has the name that is needed and was not made here
 */
export async function exchangeTables(client: Client, loaded: Loaded): Promise<string[]> {
  const { databaseName } = client.server;
  const beside = (suffix: string) => `${databaseName.slice(0, NAME_LENGTH - suffix.length)}${suffix}`;
  const [incoming, replaced] = [beside("_import"), beside("_replaced")];
  const remove = `SET foreign_key_checks = 0; DROP DATABASE IF EXISTS ${quoted(incoming)}; DROP DATABASE IF EXISTS ${quoted(replaced)};`;
  await requireOwn(client, [incoming, replaced]);
  await client.query(`${remove} ${await createLike(client, incoming)} ${await createLike(client, replaced)}`);
  try {
    await client.load(loaded.sql, incoming);
    await requireMovable(client, incoming);
    await loaded.anonymize?.(incoming);
    const added = await tablesOf(client, incoming);
    const present = await tablesOf(client, databaseName);
    const leaving = loaded.isPartial ? present.filter((table) => added.includes(table)) : present;
    if (loaded.isPartial) await requireNoReference(client, leaving);
    const moves = [
      ...leaving.map((table) => move(table, databaseName, replaced)),
      ...added.map((table) => move(table, incoming, databaseName)),
    ];
    await client.query(`RENAME TABLE ${moves.join(", ")};`);
    return added;
  } finally {
    await client.query(remove).catch(() => undefined);
  }
}

const move = (table: string, from: string, to: string) =>
  `${quoted(from)}.${quoted(table)} TO ${quoted(to)}.${quoted(table)}`;

async function createLike(client: Client, name: string): Promise<string> {
  const [row] = await client.query(
    `SELECT default_character_set_name, default_collation_name FROM information_schema.schemata
       WHERE schema_name = ${literal(client.server.databaseName)};`,
  );
  const [characters, collation] = row ?? [];
  if (characters === undefined)
    throw new Failure(`The database ${client.server.databaseName} does not exist.`);
  return (
    `CREATE DATABASE ${quoted(name)} CHARACTER SET ${characters} COLLATE ${collation};` +
    ` CREATE TABLE ${quoted(name)}.${quoted(MARK)} (id INT);`
  );
}

/** @throws Failure when one of these databases has tables and was not made here */
async function requireOwn(client: Client, names: readonly string[]): Promise<void> {
  const rows = await client.query(
    `SELECT table_schema, MAX(table_name = ${literal(MARK)}) FROM information_schema.tables
       WHERE table_schema IN (${names.map(literal).join(", ")}) GROUP BY table_schema;`,
  );
  const foreign = rows.flatMap(([name, isOwn]) => (isOwn === "0" ? name : []));
  if (foreign.length === 0) return;
  throw new Failure(
    `The database ${foreign.join(", ")} of the same server has a name that the import needs, and its tables would be lost. Nothing was changed.\n` +
      "Fix: Move its tables into a database of another name.",
  );
}

async function tablesOf(client: Client, databaseName: string): Promise<string[]> {
  const rows = await client.query(
    `SELECT table_name FROM information_schema.tables
       WHERE table_schema = ${literal(databaseName)} AND table_type = 'BASE TABLE' AND table_name <> ${literal(MARK)};`,
  );
  return rows.flatMap(([table]) => table ?? []);
}

/** @throws Failure for what MySQL cannot move into another database ("RENAME TABLE Statement", MySQL Reference Manual) */
async function requireMovable(client: Client, incoming: string): Promise<void> {
  const { databaseName } = client.server;
  const found = await client.query(
    `SELECT CONCAT('the view ', table_name) FROM information_schema.views WHERE table_schema = ${literal(incoming)}
       UNION ALL SELECT CONCAT('the trigger ', trigger_name) FROM information_schema.triggers
       WHERE trigger_schema IN (${literal(incoming)}, ${literal(databaseName)});`,
  );
  if ((await tablesOf(client, incoming)).length === 0)
    throw new Failure("The dump has no table. Nothing was changed.");
  if (found.length === 0) return;
  throw new Failure(
    `MySQL cannot move ${found.flat().join(", ")}. Nothing was changed.\n` +
      "Fix: Dump the tables alone (--tables). Let a migration create the views and triggers after the import.",
  );
}

/** @throws Failure when a table that remains has a foreign key to one that is replaced */
async function requireNoReference(client: Client, leaving: readonly string[]): Promise<void> {
  if (leaving.length === 0) return;
  const names = leaving.map(literal).join(", ");
  const schema = literal(client.server.databaseName);
  const rows = await client.query(
    `SELECT DISTINCT table_name, referenced_table_name FROM information_schema.key_column_usage
       WHERE table_schema = ${schema} AND referenced_table_schema = ${schema}
       AND referenced_table_name IN (${names}) AND table_name NOT IN (${names});`,
  );
  if (rows.length === 0) return;
  throw new Failure(
    `The foreign keys of other tables need what would be replaced: ${rows.map(([from, to]) => `${from} needs ${to}`).join(", ")}. Nothing was changed.\n` +
      "Fix: Dump these tables too (--tables).",
  );
}
