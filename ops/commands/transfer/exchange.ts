import type { Readable } from "node:stream";
import { Failure } from "../../cli/outcome";
import { inWords } from "../../cli/words";
import type { Anonymize } from "./anonymize";
import type { Client } from "./client";
import { literal, quoted } from "./client";
import { keepReferences } from "./foreign-keys";
import { loaderOf } from "./loader";
import { MARK, refusedStatement, requireMovable, requireNoReference, tablesOf } from "./movable";

/** A name in MySQL has at most 64 characters ("Identifier Length Limits", MySQL Reference Manual). */
const NAME_LENGTH = 64;

/** While the exchange waits for a transaction that uses a table, every query of that table waits behind it. By default for a year. */
const LOCK_SECONDS = 20;

export interface Loaded {
  readonly sql: Readable;
  /** Whether tables that the SQL does not contain remain. */
  readonly isPartial: boolean;
  readonly anonymize?: Anonymize | undefined;
  readonly warn: (message: string) => void;
  /** Awaited before the exchange. @throws Failure when a deploy or another import holds the release lock meanwhile */
  readonly requireLock: () => Promise<void>;
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
  const loader = loaderOf(incoming);
  const remove = `SET foreign_key_checks = 0; DROP DATABASE IF EXISTS ${quoted(incoming)}; DROP DATABASE IF EXISTS ${quoted(replaced)}; ${loader.remove}`;
  await requireOwn(client, [incoming, replaced]);
  await client.query(
    `${remove} ${await createLike(client, incoming)} ${await createLike(client, replaced)} ${loader.create}`,
  );
  try {
    const restricted = client.as(loader);
    await restricted.load(loaded.sql, incoming).catch((error: unknown) => {
      throw refusedStatement(error) ?? error;
    });
    await requireMovable(client, incoming);
    await loaded.anonymize?.(restricted, incoming);
    const added = await tablesOf(client, incoming);
    if (added.length === 0)
      throw new Failure("The dump has no table, or --anonymize has dropped them all. Nothing was changed.");
    const present = await tablesOf(client, databaseName);
    const leaving = loaded.isPartial ? present.filter((table) => added.includes(table)) : present;
    await requireNoReference(client, leaving);
    const remaining = present.filter((table) => !leaving.includes(table));
    await keepReferences(client, incoming, { added, remaining });
    const moves = [
      ...leaving.map((table) => move(table, databaseName, replaced)),
      ...added.map((table) => move(table, incoming, databaseName)),
    ];
    await loaded.requireLock();
    await client
      .query(`SET lock_wait_timeout = ${LOCK_SECONDS}; RENAME TABLE ${moves.join(", ")};`)
      .catch((error: unknown) => {
        throw inUse(error) ?? error;
      });
    return added;
  } finally {
    // Also after Ctrl-C: rows that were not anonymized must not stay.
    await client.uninterrupted
      .query(remove)
      .catch((error: unknown) =>
        loaded.warn(
          `The databases ${incoming} and ${replaced} may still be there, with rows of customers: ${inWords(error)}\nFix: Run the command again, which removes them.`,
        ),
      );
  }
}

const inUse = (error: unknown): Failure | undefined =>
  (error as Error).message.includes("ERROR 1205 (")
    ? new Failure(
        `A transaction that has read the tables went on for ${LOCK_SECONDS} seconds, e.g. a dump. Nothing was changed.\n` +
          "Fix: Run it again when it has ended. SHOW FULL PROCESSLIST shows it.",
      )
    : undefined;

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
