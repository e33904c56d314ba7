import { extensions } from "../../../../../ops/commands/doctor/application/extensions";
import { packages } from "../../../../../ops/commands/doctor/application/packages";
import { phpVersion } from "../../../../../ops/commands/doctor/application/php-version";
import { check, LARAVEL_10, LARAVEL_12, lock } from "./laravel";

const requiring = (require: object) => ({ "composer.json": JSON.stringify({ require }) });

describe("composer.json and composer.lock", () => {
  it("are read", async () => {
    expect(await check(packages)).toMatchObject({ result: "passed", seen: "1 packages" });
  });

  it("are refused when they are missing or broken", async () => {
    expect((await check(packages, { ...LARAVEL_12, "composer.lock": null, "composer.json": "{" })).text)
      .toMatchInlineSnapshot(`
     "../api: composer.json
       got      it is not JSON
       allowed  a file that Composer wrote
       fix      Give the folder of a Laravel repository.
     ../api: composer.lock
       got      it does not exist
       allowed  a file that Composer wrote
       fix      Run composer install, and commit composer.lock."
    `);
    expect((await check(packages, { ...LARAVEL_12, "composer.json": "[]" })).text).toContain(
      "it is not a JSON object",
    );
  });

  it("give commands that a shell reads as they are meant, whatever a package is called", async () => {
    const files = { ...LARAVEL_12, ...requiring({ "acme/$(touch x);y'z": "^1" }) };

    expect((await check(packages, files)).text).toContain(
      String.raw`Run composer update 'acme/$(touch x);y'\''z', and commit composer.lock.`,
    );
  });

  it("are not read when they are larger than Composer writes them", async () => {
    const lock = " ".repeat(33_554_433);

    await expect(check(packages, { ...LARAVEL_12, "composer.lock": lock })).rejects.toThrow(
      "has 33,554,433 bytes, more than the 33,554,432 that are read of a file.\nFix: Check that it belongs to the application",
    );
  });

  it("are refused when a required package is not locked, and not for what another one replaces", async () => {
    const files = {
      ...LARAVEL_12,
      ...requiring({
        php: "^8.2",
        "ext-gd": "*",
        "laravel/framework": "^12",
        "illuminate/support": "^12",
        "acme/new": "^1",
      }),
      "composer.lock": lock({ "laravel/framework": { replace: { "illuminate/support": "self.version" } } }),
    };
    expect((await check(packages, files)).text).toMatchInlineSnapshot(`
     "../api: composer.lock
       got      no acme/new, which composer.json requires
       allowed  every required package: composer install fails otherwise
       fix      Run composer update acme/new, and commit composer.lock."
    `);
  });

  it("are refused when git ignores the lock file", async () => {
    expect((await check(packages, { ...LARAVEL_12, ".gitignore": "/vendor\n/composer.lock\n" })).text)
      .toMatchInlineSnapshot(`
     "../api: .gitignore
       got      composer.lock
       allowed  files that the build of the image does not need
       fix      Remove this line, and commit composer.lock."
    `);
  });
});

describe("the PHP version", () => {
  it("is that of the image", async () => {
    expect(await check(phpVersion)).toMatchObject({ result: "passed", seen: "PHP 8.4, Laravel 12" });
  });

  it("is refused where the application or a package does not allow it", async () => {
    const files = {
      ...LARAVEL_12,
      ...requiring({ php: "~8.2.0" }),
      "composer.lock": lock({ "acme/old": { require: { php: ">=7.4 <8.3" } } }),
    };
    expect((await check(phpVersion, files)).text).toMatchInlineSnapshot(`
     "../api: composer.json: require.php
       got      "~8.2.0", which does not allow PHP 8.4 of the image
       allowed  a constraint that allows PHP 8.4
       fix      Run composer require "php:^8.4", and test the application with PHP 8.4.
     ../api: composer.lock: acme/old
       got      ">=7.4 <8.3", which does not allow PHP 8.4 of the image
       allowed  a constraint that allows PHP 8.4
       fix      Run composer update acme/old --with-all-dependencies with PHP 8.4."
    `);
  });

  it("is advice where a constraint is not understood, and for an older Laravel", async () => {
    const files = { ...LARAVEL_12, ...requiring({ php: "dev-main" }) };
    expect(await check(phpVersion, files)).toMatchObject({
      advice: ['Not checked: whether "dev-main" of composer.json allows PHP 8.4.'],
    });
    expect(await check(phpVersion, LARAVEL_10)).toMatchObject({
      problems: [],
      advice: ["The images are tested with Laravel 12 and newer; this is Laravel 10."],
    });
  });
});

describe("the PHP extensions", () => {
  it("are those in the image", async () => {
    const files = {
      ...LARAVEL_12,
      ...requiring({
        "ext-pdo_mysql": "*",
        "ext-pcntl": "*",
        "ext-dom": "*",
        "ext-bcmath": "*",
        "ext-Zend-OPcache": "*",
      }),
    };
    expect(await check(extensions, files)).toMatchObject({ result: "passed" });
  });

  it("are named with the setting that adds them", async () => {
    const files = {
      ...LARAVEL_12,
      ...requiring({ "ext-redis": "*" }),
      "composer.lock": lock({ "acme/images": { require: { "ext-gd": "*", "ext-pdo_pgsql": "*" } } }),
    };
    expect((await check(extensions, files)).advice).toEqual([
      "composer.lock requires ext-gd, ext-pdo_pgsql, ext-redis. Add to docker/packages.txt, one per line: php8.4-gd, php8.4-pgsql, php8.4-redis",
    ]);
    const packages = "# php8.4-redis is not needed\nphp8.4-gd\nphp8.4-pgsql # for reports\n";
    expect((await check(extensions, { ...files, "docker/packages.txt": packages })).advice).toEqual([
      "composer.lock requires ext-redis. Add to docker/packages.txt, one per line: php8.4-redis",
    ]);
  });
});
