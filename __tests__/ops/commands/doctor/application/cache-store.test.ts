import { cacheStore } from "../../../../../ops/commands/doctor/application/cache-store";
import { check, LARAVEL_10, LARAVEL_12 } from "./laravel";

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
