import { Failure } from "../../cli/outcome";
import type { Client } from "./client";
import { literal, quoted } from "./client";

/** A foreign key of a loaded table whose other table is not in the dump. */
interface ForeignKey {
  readonly table: string;
  readonly name: string;
  readonly parent: string;
  readonly rules: string;
  /** Each with the column that it refers to. */
  readonly columns: (readonly [string, string])[];
}

/**
 * Lets the foreign keys of loaded tables refer to the tables of the database that remain. A key names the database of the other table,
 * also of one that does not exist there, and a rename of its own table does not change that: without this step it would refer to a
 * database that is about to be dropped, and every INSERT would fail.
 *
 * @param tables those of the dump, and those of the database that are not replaced
 * @throws Failure when such a table or a row that is referred to does not exist
 */
export async function keepReferences(
  client: Client,
  incoming: string,
  tables: { readonly added: readonly string[]; readonly remaining: readonly string[] },
): Promise<void> {
  const keys = await openKeys(client, incoming, tables.added);
  for (const key of keys) {
    const { table, parent } = key;
    if (!tables.remaining.includes(parent))
      throw unreferenced(`${table} needs ${parent}, which neither the dump nor the database has.`);
    const missing = await rowsWithout(client, incoming, key);
    if (missing > 0)
      throw unreferenced(
        `${missing} rows of ${table} need rows of ${parent} that the database does not have any more.`,
      );
  }
  const changes = keys.map(({ table, name, parent, columns, rules }) => {
    const [own, others] = [0, 1].map((side) => columns.map((pair) => quoted(pair[side] ?? "")).join(", "));
    const alter = `ALTER TABLE ${quoted(incoming)}.${quoted(table)}`;
    return (
      `${alter} DROP FOREIGN KEY ${quoted(name)}; ${alter} ADD CONSTRAINT ${quoted(name)} FOREIGN KEY (${own})` +
      ` REFERENCES ${quoted(client.server.databaseName)}.${quoted(parent)} (${others}) ${rules};`
    );
  });
  // The rows were compared above. A check of each by the server would copy the table, and lock what it refers to.
  if (changes.length > 0) await client.query(`SET foreign_key_checks = 0; ${changes.join(" ")}`);
}

async function openKeys(client: Client, incoming: string, added: readonly string[]): Promise<ForeignKey[]> {
  const rows = await client.query(
    `SELECT k.table_name, k.constraint_name, k.referenced_table_name, CONCAT('ON UPDATE ', r.update_rule, ' ON DELETE ', r.delete_rule),
       k.column_name, k.referenced_column_name
       FROM information_schema.key_column_usage k JOIN information_schema.referential_constraints r
       ON r.constraint_schema = k.table_schema AND r.table_name = k.table_name AND r.constraint_name = k.constraint_name
       WHERE k.table_schema = ${literal(incoming)} AND k.referenced_table_schema = ${literal(incoming)}
       AND k.referenced_table_name NOT IN (${added.map(literal).join(", ")})
       ORDER BY k.table_name, k.constraint_name, k.ordinal_position;`,
  );
  const keys = new Map<string, ForeignKey>();
  for (const [table = "", name = "", parent = "", rules = "", column = "", other = ""] of rows) {
    const id = JSON.stringify([table, name]);
    const key = keys.get(id) ?? { table, name, parent, rules, columns: [] };
    key.columns.push([column, other]);
    keys.set(id, key);
  }
  return [...keys.values()];
}

/** The number of rows that refer to none. A row with NULL in one of the columns refers to none on purpose. */
async function rowsWithout(
  client: Client,
  incoming: string,
  { table, parent, columns }: ForeignKey,
): Promise<number> {
  const given = columns.map(([column]) => `c.${quoted(column)} IS NOT NULL`).join(" AND ");
  const same = columns.map(([column, other]) => `p.${quoted(other)} = c.${quoted(column)}`).join(" AND ");
  const [[count] = []] = await client.query(
    `SELECT COUNT(*) FROM ${quoted(incoming)}.${quoted(table)} c WHERE ${given} AND NOT EXISTS
       (SELECT 1 FROM ${quoted(client.server.databaseName)}.${quoted(parent)} p WHERE ${same});`,
  );
  return Number(count ?? 0);
}

const unreferenced = (what: string) =>
  new Failure(`${what} Nothing was changed.\nFix: Dump these tables too (--tables).`);
