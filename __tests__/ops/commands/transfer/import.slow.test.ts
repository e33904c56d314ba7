import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ImportOptions } from "../../../../ops/commands/transfer/import";
import { importDump } from "../../../../ops/commands/transfer/import";
import type { StageOptions } from "./stage";
import { HEADER, stage } from "./stage";

async function imported(text: string, options: Partial<ImportOptions> = {}, stageOptions: StageOptions = {}) {
  const it = await stage(stageOptions);
  const from = join(it.folder, "given.sql");
  writeFileSync(from, text);
  const ended = await it.run((operation) => importDump(operation, { from, yes: "test", ...options }));
  const sql = it.read("sql");
  await it.close();
  return { ...ended, sql };
}

describe("ops database import", () => {
  it("loads into a database beside it, and exchanges all tables in one statement", async () => {
    const { exitCode, warned, said, sql } = await imported(`${HEADER}CREATE TABLE items (id INT);\n`);
    expect([exitCode, warned]).toEqual([0, ""]);
    expect(sql).toContain(
      "RENAME TABLE `laravel`.`items` TO `laravel_replaced`.`items`, `laravel_import`.`items` TO `laravel`.`items`;",
    );
    expect(sql.trimEnd()).toMatch(
      /DROP DATABASE IF EXISTS `laravel_import`; DROP DATABASE IF EXISTS `laravel_replaced`; DROP USER IF EXISTS 'ops_database_import'@'%';$/,
    );
    expect(said.replace(/\/\S+given/g, "given").replace(/\d+ s/, "<time>")).toMatchInlineSnapshot(`
      "Opening a tunnel to shop-test.rds.example.
      Loading given.sql beside the tables of shop-test.
      shop-test has 1 tables of given.sql, after <time>. They were exchanged in one step.
      Next: if the code there is newer than the data, migrate:
        npm run ops -- run test -- artisan migrate --force
      "
    `);
  });

  it("changes the rows by a script before the exchange", async () => {
    const it = await stage();
    const [from, script] = [join(it.folder, "given.sql"), join(it.folder, "script.sql")];
    writeFileSync(from, `${HEADER}CREATE TABLE items (id INT);\n`);
    writeFileSync(script, "UPDATE users SET email = id;");
    const { exitCode } = await it.run((operation) =>
      importDump(operation, { from, yes: "test", anonymize: script }),
    );
    const sql = it.read("sql");
    await it.close();
    expect(exitCode).toBe(0);
    expect(sql.indexOf("UPDATE users")).toBeGreaterThan(0);
    expect(sql.indexOf("UPDATE users")).toBeLessThan(sql.indexOf("RENAME TABLE"));
  });

  it.each<[string, string, Partial<ImportOptions>, StageOptions, string]>([
    [
      "another name than the environment's",
      HEADER,
      { yes: "production" },
      {},
      '"production" is not "test". Nothing was changed.',
    ],
    [
      "newer data",
      HEADER.replace("8.4.6", "9.1.0"),
      {},
      {},
      "has the older version 8.4.6. Nothing was changed.",
    ],
    [
      "too little space",
      HEADER,
      {},
      { freeBytes: 4_000_000 },
      "for a second copy of the data. Nothing was changed.",
    ],
    [
      "a script that does not exist",
      HEADER,
      { anonymize: "no.sql" },
      {},
      "--anonymize: no.sql does not exist.",
    ],
    ["a file that does not exist", HEADER, { from: "no.sql.gz" }, {}, "no.sql.gz does not exist."],
  ])("refuses %s", async (_, text, options, stageOptions, message) => {
    const { exitCode, warned, sql } = await imported(text, options, stageOptions);
    expect(exitCode).toBe(2);
    expect(warned).toContain(message);
    expect(sql).not.toContain("CREATE DATABASE");
  });

  it("warns of a dump whose end it cannot recognize", async () => {
    const of = async (first: string) =>
      (await imported(`${first}CREATE TABLE items (id INT);\n-- Dump completed on 2026-11-27\n`)).warned;

    expect(await of("-- phpMyAdmin SQL Dump\n")).toContain("is not of mysqldump or mariadb-dump");
    expect(await of("-- MySQL dump 10.13\n")).toBe("");
  });

  it("asks, and so is refused without a terminal", async () => {
    const it = await stage();
    const from = join(it.folder, "given.sql");
    writeFileSync(from, HEADER);
    const { exitCode, warned } = await it.run((operation) => importDump(operation, { from }));
    await it.close();
    expect(exitCode).toBe(2);
    expect(warned).toContain("Fix: Give --yes test.");
  });

  it("refuses a dump that names its database, and exchanges nothing", async () => {
    const { exitCode, warned, sql } = await imported(
      "CREATE TABLE a (id INT);\nUSE `laravel`;\nDROP TABLE users;\n",
    );
    expect(exitCode).toBe(1);
    expect(warned).toContain("The dump names the database that it is for");
    expect(sql).not.toContain("RENAME TABLE");
  });
});
