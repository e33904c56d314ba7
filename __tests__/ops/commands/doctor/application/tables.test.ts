import { tables } from "../../../../../ops/commands/doctor/application/tables";
import { check, LARAVEL_10, LARAVEL_12 } from "./laravel";

describe("the tables", () => {
  it("have migrations, or are in the dump of the schema", async () => {
    expect(await check(tables)).toMatchObject({ result: "passed", seen: "cache, cache_locks, sessions" });
    const files = {
      ...LARAVEL_12,
      "database/migrations/0001_01_01_000001_create_cache_table.php": null,
      "database/schema/mysql-schema.sql":
        "CREATE TABLE `cache` (\n);\ncreate table if not exists `cache_locks` (\n);",
    };
    expect(await check(tables, files)).toMatchObject({ result: "passed" });
  });

  it("are refused without migrations, with the commands of the Laravel version", async () => {
    const none = Object.fromEntries(
      Object.keys(LARAVEL_12)
        .filter((path) => path.startsWith("database/"))
        .map((path) => [path, null]),
    );
    expect((await check(tables, { ...LARAVEL_12, ...none })).text).toMatchInlineSnapshot(`
           "../api: database/migrations
             got      no migration creates the tables cache and cache_locks, but CACHE_STORE is database
             allowed  a migration for each table of a driver
             fix      Run php artisan make:cache-table, and commit the migration.
           ../api: database/migrations
             got      no migration creates the table sessions, but SESSION_DRIVER is database
             allowed  a migration for each table of a driver
             fix      Run php artisan make:session-table, and commit the migration."
        `);
    const before = await check(tables, LARAVEL_10, {
      "env.CACHE_DRIVER": "database",
      "env.SESSION_DRIVER": "database",
    });
    expect(before.problems.map(({ fix }) => fix)).toEqual([
      "Run php artisan cache:table, and commit the migration.",
      "Run php artisan session:table, and commit the migration.",
    ]);
  });

  it("are not needed for other drivers", async () => {
    expect(await check(tables, LARAVEL_10)).toMatchObject({ problems: [], seen: "none needed" });
  });

  it("of failed jobs are advice", async () => {
    const files = { ...LARAVEL_12, "database/migrations/0001_01_01_000002_create_jobs_table.php": null };
    expect(await check(tables, files)).toMatchObject({
      problems: [],
      advice: [expect.stringContaining("php artisan make:queue-failed-table")],
    });
    const without = { ...files, "config/queue.php": "<?php return ['failed' => ['driver' => 'null']];" };
    expect(await check(tables, without)).toMatchObject({ advice: [] });
  });
});
