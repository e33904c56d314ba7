import { driverPackages } from "../../../../../ops/commands/doctor/application/driver-packages";
import { check, LARAVEL_10, LARAVEL_12, lock } from "./laravel";

const SDK = { "aws/aws-sdk-php": {} };
const locked = (...names: string[]) => ({
  ...LARAVEL_12,
  "composer.lock": lock(Object.fromEntries(names.map((name) => [name, {}]))),
});

/** A disk of the driver s3, by another name. */
const UPLOADS = {
  "config/filesystems.php":
    "<?php return ['default' => env('FILESYSTEM_DISK', 'local'), 'disks' => ['local' => ['driver' => 'local'], 'uploads' => ['driver' => 's3']]];",
};

describe("the packages of the drivers", () => {
  it("are there", async () => {
    expect(await check(driverPackages, locked("aws/aws-sdk-php"))).toMatchObject({
      result: "passed",
      seen: "QUEUE_CONNECTION sqs, CACHE_STORE database, SESSION_DRIVER database, FILESYSTEM_DISK local, MAIL_MAILER log",
    });
  });

  it("are missing from every new application, with the command that adds them", async () => {
    expect((await check(driverPackages)).text).toMatchInlineSnapshot(`
     "../api: composer.lock
       got      no aws/aws-sdk-php, but QUEUE_CONNECTION is sqs
       allowed  the packages of all drivers in use: a container does not start without them
       fix      Run composer require aws/aws-sdk-php, and commit composer.json and composer.lock."
    `);
    expect((await check(driverPackages, LARAVEL_10)).text).toContain("composer require aws/aws-sdk-php");
  });

  it("are missing where they are for development only", async () => {
    const files = { ...LARAVEL_12, "composer.lock": lock({}, ["aws/aws-sdk-php"]) };
    expect((await check(driverPackages, files)).text).toContain("aws/aws-sdk-php only for development");
  });

  it("are one problem for several drivers", async () => {
    const valkey = { cache: { kind: "valkey", multiAz: true } };
    // Of the cache and the sessions.
    expect((await check(driverPackages, locked("aws/aws-sdk-php"), valkey)).problems).toHaveLength(1);
    expect((await check(driverPackages, LARAVEL_12, valkey)).problems).toHaveLength(2);
  });

  it("are those of the environment's settings", async () => {
    const disk = { "env.FILESYSTEM_DISK": "uploads" };
    expect((await check(driverPackages, { ...locked("aws/aws-sdk-php"), ...UPLOADS }, disk)).text)
      .toMatchInlineSnapshot(`
     "../api: composer.lock
       got      no league/flysystem-aws-s3-v3, but FILESYSTEM_DISK is uploads
       allowed  the packages of all drivers in use: a container does not start without them
       fix      Run composer require league/flysystem-aws-s3-v3 "^3.0", and commit composer.json and composer.lock."
    `);
    expect(
      (await check(driverPackages, locked("aws/aws-sdk-php"), { files: { kind: "create" } })).text,
    ).toContain("no league/flysystem-aws-s3-v3, but FILESYSTEM_DISK is s3");
    expect(
      await check(
        driverPackages,
        { ...locked("aws/aws-sdk-php", "league/flysystem-aws-s3-v3"), ...UPLOADS },
        disk,
      ),
    ).toMatchObject({ result: "passed" });
  });

  it("are those of a disk with another name", async () => {
    const files = {
      ...locked("aws/aws-sdk-php"),
      "config/filesystems.php":
        "<?php return ['default' => 'uploads', 'disks' => ['uploads' => ['root' => ['a'], 'driver' => 's3']]];",
    };
    expect((await check(driverPackages, files)).text).toContain(
      "no league/flysystem-aws-s3-v3, but FILESYSTEM_DISK is uploads",
    );
  });

  it("may be the application's own classes", async () => {
    const files = {
      ...LARAVEL_12,
      "composer.json": JSON.stringify({ autoload: { "psr-4": { "App\\": "app/", "Aws\\": "aws/" } } }),
    };
    expect(await check(driverPackages, files)).toMatchObject({ result: "passed" });
  });

  it("may be required without a lock file, which is another problem", async () => {
    const files = {
      ...LARAVEL_12,
      "composer.lock": null,
      "composer.json": JSON.stringify({ require: { "aws/aws-sdk-php": "^3" } }),
    };
    expect(await check(driverPackages, files)).toMatchObject({ problems: [] });
  });

  it("with Redis are an extension, without which a container does not start either, or predis", async () => {
    const redis = { "env.SESSION_DRIVER": "redis" };
    const files = { ...LARAVEL_12, "composer.lock": lock(SDK) };
    expect((await check(driverPackages, files, redis)).text).toMatchInlineSnapshot(`
      "../api: docker/packages.txt
        got      no php8.4-redis, but SESSION_DRIVER is redis
        allowed  the extension of PHP for Redis: a container does not start without it
        fix      Add the line php8.4-redis. Or run composer require predis/predis, and set REDIS_CLIENT to predis in env."
    `);
    const packages = { ...files, "docker/packages.txt": "php8.4-redis\n" };
    expect(await check(driverPackages, packages, redis)).toMatchObject({ result: "passed" });
    expect((await check(driverPackages, files, { ...redis, "env.REDIS_CLIENT": "predis" })).text).toContain(
      "composer require predis/predis",
    );
    expect(
      await check(driverPackages, locked("aws/aws-sdk-php", "predis/predis"), {
        ...redis,
        "env.REDIS_CLIENT": "predis",
      }),
    ).toMatchObject({ result: "passed" });
  });
});
