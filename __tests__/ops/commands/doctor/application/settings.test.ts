import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../../../../../local/project";
import { cacheStore } from "../../../../../ops/commands/doctor/application/cache-store";
import { databaseTls } from "../../../../../ops/commands/doctor/application/database-tls";
import { filesDisk } from "../../../../../ops/commands/doctor/application/files-disk";
import { keptState } from "../../../../../ops/commands/doctor/application/kept-state";
import { logging } from "../../../../../ops/commands/doctor/application/logging";
import { mailer } from "../../../../../ops/commands/doctor/application/mailer";
import { queueConnection } from "../../../../../ops/commands/doctor/application/queue-connection";
import { tables } from "../../../../../ops/commands/doctor/application/tables";
import { check, LARAVEL_10, LARAVEL_12 } from "./laravel";

describe("the log channel", () => {
  const OURS = readFileSync(join(ROOT, "docker/laravel/config/logging.php"), "utf8");
  const ours = { ...LARAVEL_12, "config/logging.php": OURS };

  it("is the output of the container", async () => {
    expect(await check(logging, ours)).toMatchObject({
      result: "passed",
      seen: "stack in config/logging.php",
    });
  });

  it("is refused where it is a file", async () => {
    expect((await check(logging)).text).toMatchInlineSnapshot(`
           "../api: config/logging.php
             got      the channel single, which writes to files in the container
             allowed  the output of the container, as in the file that this repository brings
             fix      Run in the Laravel repository: cp ../laravel-ecs/docker/laravel/config/logging.php config/"
        `);
    expect((await check(logging, LARAVEL_10)).text).toContain("the channel single");
    expect((await check(logging, { ...LARAVEL_12, "config/logging.php": null })).text).toContain(
      "the channel single",
    );
  });

  it("is refused where the file does not have it", async () => {
    expect((await check(logging, ours, { "env.LOG_CHANNEL": "papertrail" })).text).toMatchInlineSnapshot(`
           "../api: env.LOG_CHANNEL
             got      "papertrail", which config/logging.php does not have
             allowed  a channel of this file: otherwise Laravel adds an emergency to every entry
             fix      Write "stack"."
        `);
  });

  it.each([{ "env.LOG_CHANNEL": "stderr" }, { "env.LOG_STACK": "stderr" }])(
    "is advice where Laravel logs to standard error: %j",
    async (changes) => {
      expect(await check(logging, LARAVEL_12, changes)).toMatchObject({
        problems: [],
        advice: [expect.stringContaining("does not log scheduled commands")],
      });
    },
  );
});

describe("the cache store", () => {
  it("is shared", async () => {
    expect(await check(cacheStore)).toMatchObject({ result: "passed", seen: "database (CACHE_STORE)" });
    expect(await check(cacheStore, { ...LARAVEL_12, "config/cache.php": null })).toMatchObject({
      result: "passed",
    });
  });

  it("is refused in Laravel 10, which reads CACHE_DRIVER, unless that is set", async () => {
    expect((await check(cacheStore, LARAVEL_10)).text).toMatchInlineSnapshot(`
           "../api: config/cache.php
             got      the store file (CACHE_DRIVER), which each container has for itself
             allowed  CACHE_STORE, which is set to database for you
             fix      Write in config/cache.php: 'default' => env('CACHE_STORE', 'database'),"
        `);
    expect(await check(cacheStore, LARAVEL_10, { "env.CACHE_DRIVER": "database" })).toMatchObject({
      result: "passed",
    });
  });

  it("is not checked where it is chosen in another way", async () => {
    const files = { ...LARAVEL_12, "config/cache.php": "<?php return ['default' => pick()];" };
    expect(await check(cacheStore, files)).toMatchObject({
      advice: ["Not checked: the cache store. config/cache.php does not read CACHE_STORE in the usual way."],
    });
  });
});

describe("the queue connection", () => {
  it("is SQS", async () => {
    expect(await check(queueConnection)).toMatchObject({ result: "passed" });
    expect(await check(queueConnection, { ...LARAVEL_12, "config/queue.php": null })).toMatchObject({
      result: "passed",
    });
  });

  it("is refused where it does not read what is set", async () => {
    const files = {
      ...LARAVEL_12,
      "config/queue.php":
        "<?php return ['default' => 'redis', 'connections' => ['sqs' => ['queue' => env('SQS_QUEUE')]]];",
    };
    expect((await check(queueConnection, files)).text).toMatchInlineSnapshot(`
           "../api: config/queue.php
             got      nothing that reads QUEUE_CONNECTION
             allowed  QUEUE_CONNECTION, which is set for you
             fix      Write: 'default' => env('QUEUE_CONNECTION', 'database'),
           ../api: config/queue.php
             got      nothing that reads SQS_PREFIX
             allowed  SQS_PREFIX, which is set for you
             fix      Write: 'prefix' => env('SQS_PREFIX'), // in the connection sqs"
        `);
  });
});

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

describe("what is kept outside the containers", () => {
  it("advises about sessions and files in the container", async () => {
    expect((await check(keptState, LARAVEL_10)).advice).toEqual([
      "SESSION_DRIVER is file: every release ends all sessions. Set it to database in env.",
      'FILESYSTEM_DISK is local: uploaded files are lost with their container. If users upload files, write files: { kind: "create" } in the environment.',
    ]);
    expect(await check(keptState, LARAVEL_12, { "env.FILESYSTEM_DISK": "uploads" })).toMatchObject({
      result: "passed",
    });
  });
});

describe("the disk of the files", () => {
  const bucket = { files: { kind: "create" } };
  const filesystems = (code: string | null) => ({ ...LARAVEL_12, "config/filesystems.php": code });
  const s3 = "'s3' => ['driver' => 's3', 'bucket' => env('AWS_BUCKET')]";

  it("is s3, with the bucket that is set", async () => {
    const code = `<?php return ['default' => env('FILESYSTEM_DISK', 'local'), 'disks' => [${s3}]];`;
    expect(await check(filesDisk, filesystems(code), bucket)).toMatchObject({ result: "passed" });
    expect(await check(filesDisk, filesystems(null), bucket)).toMatchObject({ result: "passed" });
    expect(await check(filesDisk)).toMatchObject({ seen: "none, because files is not set" });
  });

  it("is refused if the application reads other settings, as before Laravel 9", async () => {
    const code =
      "<?php return ['default' => env('FILESYSTEM_DRIVER', 'local'), 'disks' => ['s3' => ['driver' => 's3', 'bucket' => env('S3_BUCKET')]]];";
    expect((await check(filesDisk, filesystems(code), bucket)).text).toMatchInlineSnapshot(`
      "../api: config/filesystems.php
        got      the default disk local, which does not read FILESYSTEM_DISK
        allowed  FILESYSTEM_DISK, which is set to s3 for you
        fix      Write: 'default' => env('FILESYSTEM_DISK', 'local'),
      ../api: config/filesystems.php
        got      a disk s3 that does not read AWS_BUCKET
        allowed  AWS_BUCKET, which is set for you
        fix      Write in the disk s3: 'bucket' => env('AWS_BUCKET'),"
    `);
  });

  it("has no public files, because the bucket has no ACLs", async () => {
    const code = `<?php return ['default' => env('FILESYSTEM_DISK', 'local'), 'disks' => [${s3.replace("]", ", 'visibility' => 'public']")}]];`;
    expect((await check(filesDisk, filesystems(code), bucket)).advice).toEqual([
      "The disk s3 has the visibility public, which S3 refuses: the bucket has no ACLs. Remove it from config/filesystems.php, and use temporaryUrl().",
    ]);
  });
});

describe("TLS to the database", () => {
  const database = (code: string | null) => ({ ...LARAVEL_12, "config/database.php": code });

  it("is in Laravel's files of all versions", async () => {
    expect(await check(databaseTls)).toMatchObject({ result: "passed" });
    expect(await check(databaseTls, LARAVEL_10)).toMatchObject({ result: "passed" });
    expect(await check(databaseTls, database(null))).toMatchObject({
      seen: "Laravel's own config/database.php",
    });
    const newest =
      "<?php return ['default' => env('DB_CONNECTION'), 'o' => [(PHP_VERSION_ID >= 80500 ? \\Pdo\\Mysql::ATTR_SSL_CA : \\PDO::MYSQL_ATTR_SSL_CA) => env('MYSQL_ATTR_SSL_CA')]];";
    expect(await check(databaseTls, database(newest))).toMatchObject({ result: "passed" });
  });

  it("is refused without the certificates, and with another connection", async () => {
    expect((await check(databaseTls, database("<?php return ['default' => 'pgsql'];"))).text)
      .toMatchInlineSnapshot(`
           "../api: config/database.php
             got      a connection without MYSQL_ATTR_SSL_CA
             allowed  TLS: RDS refuses other connections
             fix      Write in the connection mysql: 'options' => array_filter([PDO::MYSQL_ATTR_SSL_CA => env('MYSQL_ATTR_SSL_CA')]),
           ../api: config/database.php
             got      a default connection that does not read DB_CONNECTION
             allowed  DB_CONNECTION, which is set to mysql for you
             fix      Write: 'default' => env('DB_CONNECTION', 'mysql'),"
        `);
    expect(await check(databaseTls, { ...LARAVEL_10, "config/database.php": null })).toMatchObject({
      result: "problem",
    });
  });
});

describe("the mailer", () => {
  const ses = { mail: { kind: "ses", from: "no-reply@shop.example" } };
  const smtp = { mail: { kind: "smtp", host: "smtp.example.com", port: 587 } };
  const files = (mail: string | null, services: string | null = null) => ({
    ...LARAVEL_12,
    "config/mail.php": mail,
    "config/services.php": services,
  });
  const own =
    "<?php return ['default' => env('MAIL_MAILER', 'log'), 'mailers' => ['smtp' => ['transport' => 'smtp', 'host' => env('MAIL_HOST')], 'ses' => ['transport' => 'ses']]];";
  const old =
    "<?php return ['default' => env('MAIL_DRIVER', 'smtp'), 'mailers' => ['smtp' => ['transport' => 'smtp', 'host' => env('SMTP_HOST')]]];";
  const services = (region: string) => `<?php return ['ses' => ['region' => env('${region}', 'us-east-1')]];`;

  it("reads what follows from mail", async () => {
    expect(await check(mailer)).toMatchObject({ seen: "none, because mail is not set" });
    for (const changes of [ses, smtp]) {
      expect(await check(mailer, files(null), changes)).toMatchObject({ result: "passed" });
      expect(await check(mailer, files(own, services("AWS_DEFAULT_REGION")), changes)).toMatchObject({
        result: "passed",
      });
    }
  });

  it("is refused if the application reads other settings", async () => {
    expect((await check(mailer, files(old), smtp)).text).toMatchInlineSnapshot(`
      "../api: config/mail.php
        got      a mailer smtp that does not read MAIL_HOST
        allowed  MAIL_HOST, which is set for you
        fix      Write in the mailer smtp: 'host' => env('MAIL_HOST'),"
    `);
    expect((await check(mailer, files(old, services("SES_REGION")), ses)).text).toMatchInlineSnapshot(`
      "../api: config/mail.php
        got      the mailer smtp, which does not read MAIL_MAILER
        allowed  MAIL_MAILER, which is set to ses for you
        fix      Write: 'default' => env('MAIL_MAILER', 'log'),
      ../api: config/services.php
        got      a service ses that does not read AWS_DEFAULT_REGION
        allowed  AWS_DEFAULT_REGION, which is set for you
        fix      Write: 'ses' => ['key' => env('AWS_ACCESS_KEY_ID'), 'secret' => env('AWS_SECRET_ACCESS_KEY'), 'region' => env('AWS_DEFAULT_REGION')],"
    `);
  });
});
