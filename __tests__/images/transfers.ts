import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { Client } from "../../ops/commands/transfer/client";
import { copyTables } from "../../ops/commands/transfer/clone";
import { writeDump } from "../../ops/commands/transfer/dump";
import { exchangeTables } from "../../ops/commands/transfer/exchange";
import { headerLine, headerOf } from "../../ops/commands/transfer/header";
import { measure } from "../../ops/commands/transfer/measured";
import { sinkOf, sourceOf } from "../../ops/commands/transfer/place";
import { requirePrograms } from "../../ops/commands/transfer/programs";
import type { Server } from "../../ops/commands/transfer/server";
import { sqlSource } from "../../ops/commands/transfer/sql-source";
import { databaseImage } from "./sandbox/image";

/** MariaDB's programs of the database's image, which note their arguments. This machine has none. */
function databasePrograms(work: string) {
  const { rootfs } = databaseImage();
  const folder = join(work, "programs");
  mkdirSync(folder, { recursive: true });
  const noted = join(folder, "noted");
  const libraries = [`${process.arch === "arm64" ? "aarch64" : "x86_64"}-linux-gnu`].map((each) =>
    join(rootfs, "usr/lib", each),
  );
  const loader = readdirSync(libraries[0]!).find((file) => file.startsWith("ld-linux-"))!;
  for (const program of ["mariadb", "mariadb-dump"]) {
    const command = `${join(libraries[0]!, loader)} --library-path ${libraries.join(":")} ${join(rootfs, "usr/bin", program)}`;
    writeFileSync(join(folder, program), `#!/bin/sh\necho "$@" >> ${noted}\nexec ${command} "$@"\n`, {
      mode: 0o755,
    });
  }
  process.env.PATH = `${folder}:${process.env.PATH}`;
  return { folder, argumentsOf: () => readFileSync(noted, "utf8") };
}

/**
 * Dumps, imports and copies a database with 51 items, of a real server and with real programs.
 *
 * @param work a folder for files
 */
export async function expectTransfers(server: Server, work: string): Promise<void> {
  const { folder, argumentsOf } = databasePrograms(work);
  const clientOf = (databaseName: string) =>
    new Client({ ...server, databaseName }, requirePrograms(), new AbortController().signal);
  const [shop, staging] = [clientOf("shop"), clientOf("staging")];
  const where = { region: "eu-west-1", signal: new AbortController().signal };
  const dumped = async (tables: readonly string[]) => {
    const file = join(work, `${tables.join("-")}.sql.gz`);
    const header = { from: "api", ...(await measure(shop)), isPartial: tables.length > 0 };
    await writeDump(shop, { tables, sink: sinkOf(file, header.bytes, where), header: headerLine(header) });
    return sqlSource(sourceOf(file, where).stream);
  };
  const count = async (client: Client, table: string, where = "1 = 1") =>
    Number(
      (
        await client.query(`SELECT COUNT(*) FROM ${client.server.databaseName}.${table} WHERE ${where}`)
      )[0]?.[0],
    );
  const schemas = async () => (await shop.query("SHOW DATABASES LIKE 'staging%'")).flat();

  // It has a foreign key, which the exchange must keep.
  await shop.query(
    "CREATE TABLE shop.parents (id INT PRIMARY KEY, note TEXT); INSERT INTO shop.parents VALUES (1, 'a\\nUSE b');" +
      "CREATE TABLE shop.children (id INT PRIMARY KEY, parent INT, FOREIGN KEY (parent) REFERENCES parents (id));" +
      "INSERT INTO shop.children VALUES (1, 1); CREATE DATABASE staging; CREATE TABLE staging.old (id INT);",
  );
  const { firstLine, sql } = await dumped([]);
  expect(headerOf(firstLine)).toMatchObject({ from: "api", isPartial: false });
  const anonymize = (name: string) =>
    staging.load(Readable.from(["UPDATE items SET name = 'someone';"]), name);
  const tables = await exchangeTables(staging, { sql, isPartial: false, anonymize });
  expect(tables).toEqual(expect.arrayContaining(["children", "items", "migrations", "parents"]));
  expect(await count(staging, "items", "name = 'someone'")).toBe(51);
  expect((await staging.query("SHOW TABLES FROM staging LIKE 'old'")).flat()).toEqual([]);
  expect(await schemas()).toEqual(["staging"]);

  // Once more, where the tables and their keys are there, and without a file.
  await copyTables(shop, staging);
  expect(await count(staging, "items", "name = 'someone'")).toBe(0);
  await expect(staging.query("INSERT INTO staging.children VALUES (2, 7)")).rejects.toThrow(/foreign key/i);

  await shop.query("INSERT INTO shop.parents VALUES (2, 'new')");
  const parents = await dumped(["parents"]);
  await expect(exchangeTables(staging, { sql: parents.sql, isPartial: true })).rejects.toThrow(
    "children needs parents",
  );
  await exchangeTables(staging, { sql: (await dumped(["parents", "children"])).sql, isPartial: true });
  expect([await count(staging, "parents"), await count(staging, "items")]).toEqual([2, 51]);

  await shop.query("CREATE VIEW shop.names AS SELECT name FROM shop.items");
  await expect(copyTables(shop, staging)).rejects.toThrow("MySQL cannot move the view names.");
  const failing = () => Promise.reject(new Error("the script fails"));
  await shop.query("DROP VIEW shop.names; DELETE FROM shop.items");
  await expect(copyTables(shop, staging, failing)).rejects.toThrow("the script fails");
  const broken = Readable.from(["CREATE TABLE items (id INT);\nINSERT INTO nothing VALUES (1);\n"]);
  await expect(exchangeTables(staging, { sql: broken, isPartial: false })).rejects.toThrow(
    /nothing' doesn't exist/,
  );
  expect(await count(staging, "items")).toBe(51);
  expect(await schemas()).toEqual(["staging"]);

  // A database of the team, whose name the import needs.
  await shop.query("CREATE DATABASE staging_import; CREATE TABLE staging_import.orders (id INT)");
  await expect(copyTables(shop, staging)).rejects.toThrow("staging_import of the same server");
  expect(await schemas()).toEqual(["staging", "staging_import"]);
  await shop.query("DROP DATABASE staging_import");

  expect(argumentsOf()).toContain("--defaults-extra-file=");
  expect(argumentsOf()).not.toContain(server.password);
  rmSync(folder, { recursive: true });
}
