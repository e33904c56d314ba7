import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { Client, quoted } from "../../ops/commands/transfer/client";
import { copyTables } from "../../ops/commands/transfer/clone";
import { writeDump } from "../../ops/commands/transfer/dump";
import { exchangeTables } from "../../ops/commands/transfer/exchange";
import { headerLine, headerOf } from "../../ops/commands/transfer/header";
import { measure } from "../../ops/commands/transfer/measured";
import { sinkOf, sourceOf } from "../../ops/commands/transfer/place";
import { tablesOf } from "../../ops/commands/transfer/movable";
import { requirePrograms } from "../../ops/commands/transfer/programs";
import type { Server } from "../../ops/commands/transfer/server";
import { sqlSource } from "../../ops/commands/transfer/sql-source";
import { databaseImage } from "./sandbox/image";

const requireLock = () => Promise.resolve();

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
    rmSync(file, { force: true });
    const header = { from: "api", ...(await measure(shop)), isPartial: tables.length > 0 };
    await writeDump(shop, { tables, sink: sinkOf(file, header.bytes, where), header: headerLine(header) });
    return sqlSource(sourceOf(file, where));
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
  const anonymize = (client: Client, name: string) =>
    client.load(Readable.from(["UPDATE items SET name = 'someone';"]), name);
  const warned: string[] = [];
  const calm = { warn: (message: string) => warned.push(message), requireLock };
  const tables = await exchangeTables(staging, { sql, isPartial: false, anonymize, ...calm });
  expect(tables).toEqual(expect.arrayContaining(["children", "items", "migrations", "parents"]));
  expect(await count(staging, "items", "name = 'someone'")).toBe(51);
  expect((await staging.query("SHOW TABLES FROM staging LIKE 'old'")).flat()).toEqual([]);
  expect(await schemas()).toEqual(["staging"]);

  // Once more, where the tables and their keys are there, and without a file.
  await copyTables(shop, staging, calm);
  expect(await count(staging, "items", "name = 'someone'")).toBe(0);
  await expect(staging.query("INSERT INTO staging.children VALUES (2, 7)")).rejects.toThrow(/foreign key/i);

  await shop.query("INSERT INTO shop.parents VALUES (2, 'new')");
  const parents = await dumped(["parents"]);
  await expect(exchangeTables(staging, { sql: parents.sql, isPartial: true, ...calm })).rejects.toThrow(
    "children needs parents",
  );
  await exchangeTables(staging, {
    sql: (await dumped(["parents", "children"])).sql,
    isPartial: true,
    ...calm,
  });
  expect([await count(staging, "parents"), await count(staging, "items")]).toEqual([2, 51]);

  // A table alone, whose key refers to one that remains; and a row of it that refers to none.
  await exchangeTables(staging, { sql: (await dumped(["children"])).sql, isPartial: true, ...calm });
  await staging.query("INSERT INTO staging.children VALUES (2, 2)");
  await expect(staging.query("INSERT INTO staging.children VALUES (3, 7)")).rejects.toThrow(/foreign key/i);
  await shop.query("INSERT INTO shop.parents VALUES (3, 'lost'); INSERT INTO shop.children VALUES (3, 3)");
  const orphans = (await dumped(["children"])).sql;
  await expect(exchangeTables(staging, { sql: orphans, isPartial: true, ...calm })).rejects.toThrow(
    "1 rows of children need rows of parents that the database does not have any more. Nothing was changed.",
  );
  await shop.query(
    "CREATE DATABASE other; CREATE TABLE other.notes (item INT REFERENCES staging.parents (id))",
  );
  await expect(copyTables(shop, staging, calm)).rejects.toThrow("other.notes needs parents");
  await shop.query("DROP DATABASE other");

  await shop.query("CREATE VIEW shop.names AS SELECT name FROM shop.items");
  await expect(copyTables(shop, staging, calm)).rejects.toThrow(
    "MySQL cannot move views, triggers and routines.",
  );
  const failing = () => Promise.reject(new Error("the script fails"));
  await shop.query("DROP VIEW shop.names; DELETE FROM shop.items");
  await expect(copyTables(shop, staging, { ...calm, anonymize: failing })).rejects.toThrow(
    "the script fails",
  );
  const emptying = async (client: Client, name: string) => {
    const tables = (await tablesOf(client, name)).join(", ");
    await client.load(Readable.from([`SET foreign_key_checks = 0; DROP TABLE ${tables};`]), name);
  };
  await expect(copyTables(shop, staging, { ...calm, anonymize: emptying })).rejects.toThrow("has no table");
  const broken = Readable.from(["CREATE TABLE items (id INT);\nINSERT INTO nothing VALUES (1);\n"]);
  await expect(exchangeTables(staging, { sql: broken, isPartial: false, ...calm })).rejects.toThrow(
    /nothing' doesn't exist/,
  );
  expect(await count(staging, "items")).toBe(51);
  expect(await schemas()).toEqual(["staging"]);

  // A database of the team, whose name the import needs.
  await shop.query("CREATE DATABASE staging_import; CREATE TABLE staging_import.orders (id INT)");
  await expect(copyTables(shop, staging, calm)).rejects.toThrow("staging_import of the same server");
  expect(await schemas()).toEqual(["staging", "staging_import"]);
  await shop.query("DROP DATABASE staging_import");

  await expectNames(shop, staging);
  await expectHarmless(staging);
  expect(await schemas()).toEqual(["staging"]);
  expect(await shop.query("SELECT user FROM mysql.user WHERE user = 'ops_database_import'")).toEqual([]);
  expect(warned).toEqual([]);

  expect(argumentsOf()).toContain("--defaults-file=");
  expect(argumentsOf()).not.toContain(server.password);
  rmSync(folder, { recursive: true });
}

/** Copies tables with every character in their names that programs and SQL treat in their own way. */
async function expectNames(shop: Client, staging: Client): Promise<void> {
  const names = [
    "ba`ck",
    "qu'ote",
    'dq"x',
    "new\nline",
    "ta\tb",
    "back\\slash",
    "日本",
    "--help",
    "percent%",
  ];
  const creates = names.map((name) => `CREATE TABLE shop.${quoted(name)} (id INT PRIMARY KEY);`);
  await shop.query(creates.join(" "));
  const copied = await copyTables(shop, staging, { warn: () => undefined, requireLock });
  expect(copied).toEqual(expect.arrayContaining(names));
  await shop.query(`DROP TABLE ${names.map((name) => `shop.${quoted(name)}`).join(", ")}`);
}

/** Imports files that would run programs on this machine, read its files, change other databases, or end early. None may change anything. */
async function expectHarmless(staging: Client): Promise<void> {
  const mark = join(tmpdir(), `imported-${process.pid}`);
  const imported = async (text: string) => {
    const { sql } = await sqlSource(Readable.from([Buffer.from(text)], { objectMode: false }));
    return exchangeTables(staging, { sql, isPartial: true, warn: () => undefined, requireLock });
  };
  for (const statement of [`\\! touch ${mark}`, `system touch ${mark}`, "\\u shop"])
    await expect(imported(`CREATE TABLE a (id INT);\n${statement}\n`)).rejects.toThrow(/ERROR/);
  expect(existsSync(mark)).toBe(false);
  writeFileSync(mark, "a secret of the operator");
  await expect(
    imported(`CREATE TABLE a (id TEXT);\nLOAD DATA LOCAL INFILE '${mark}' INTO TABLE a;\n`),
  ).rejects.toThrow(/ERROR/);
  rmSync(mark);
  for (const statement of [
    "/*!40000 DROP DATABASE IF EXISTS `shop`*/",
    " USE shop",
    "USE\tshop",
    "DELETE FROM shop.items",
  ])
    await expect(imported(`CREATE TABLE a (id INT);\n${statement};\n`)).rejects.toThrow(
      "The dump names the database that it is for",
    );
  await expect(imported("-- MySQL dump 10.13\nCREATE TABLE a (id INT);\nINSERT INTO a")).rejects.toThrow(
    /ends early|ERROR 1064/,
  );
  for (const [rows, shown] of [
    ["('a customer'), ('a customer')", "Duplicate entry '[hidden]' for key 'PRIMARY'"],
    ["(CAST('a customer' AS INT))", "Truncated incorrect INTEGER value: '[hidden]'"],
  ])
    await expect(
      imported(
        `SET sql_mode = 'STRICT_ALL_TABLES'; CREATE TABLE a (id VARCHAR(20) PRIMARY KEY); INSERT INTO a VALUES ${rows}`,
      ),
    ).rejects.toThrow(shown);
  await expect(imported("CREATE TABLE a (id INT); INSERT INTO b VALUES ('a customer')")).rejects.toThrow(
    /^(?!.*a customer).*doesn't exist/,
  );
}
