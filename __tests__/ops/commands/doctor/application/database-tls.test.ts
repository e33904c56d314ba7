import { databaseTls } from "../../../../../ops/commands/doctor/application/database-tls";
import { check, LARAVEL_10, LARAVEL_12 } from "./laravel";

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
