import { horizon } from "../../../../../ops/commands/doctor/application/horizon";
import { queueConnection } from "../../../../../ops/commands/doctor/application/queue-connection";
import { redisConnections } from "../../../../../ops/commands/doctor/application/redis-connections";
import { check, LARAVEL_12, lock } from "./laravel";

describe("the connections to the cache", () => {
  const valkey = { cache: { kind: "valkey", multiAz: true } };
  const database = (redis: string) => ({ ...LARAVEL_12, "config/database.php": `<?php return [${redis}];` });
  const SKELETON =
    "'redis' => ['client' => env('REDIS_CLIENT', 'phpredis'), 'default' => ['url' => env('REDIS_URL'), 'host' => env('REDIS_HOST', '127.0.0.1')], 'cache' => ['url' => env('REDIS_URL')]]";

  it("are not looked at while the cache is in the database", async () => {
    expect(await check(redisConnections)).toMatchObject({ result: "passed" });
  });

  it("read REDIS_URL, as in Laravel's own configuration", async () => {
    expect(await check(redisConnections, database(SKELETON), valkey)).toMatchObject({
      result: "passed",
      seen: "REDIS_URL in config/database.php",
    });
    expect(
      await check(redisConnections, { ...LARAVEL_12, "config/database.php": null }, valkey),
    ).toMatchObject({ result: "passed" });
  });

  it("are refused where they read something else, or the cache is another", async () => {
    const files = {
      ...database(
        SKELETON.replace("'cache' => ['url' => env('REDIS_URL')]", "'cache' => ['host' => 'redis']"),
      ),
      "config/cache.php": "<?php return ['default' => 'file', 'stores' => ['file' => ['driver' => 'file']]];",
    };
    expect((await check(redisConnections, files, valkey)).text).toMatchInlineSnapshot(`
      "../api: config/cache.php
        got      the store file (CACHE_STORE)
        allowed  CACHE_STORE, which is set to redis for you
        fix      Write in config/cache.php: 'default' => env('CACHE_STORE', 'database'),
      ../api: config/database.php
        got      a connection cache of redis that reads neither REDIS_URL nor REDIS_HOST
        allowed  REDIS_URL, which is set for you
        fix      Write in config/database.php, in redis, in cache: 'url' => env('REDIS_URL'),"
    `);
  });
});

describe("Laravel Horizon", () => {
  const environment = {
    cache: { kind: "valkey", multiAz: true },
    worker: { runs: "horizon", memoryMiB: 320 },
    "hosts.instanceType": "t3.medium",
  };

  it("is not looked for while workers process SQS", async () => {
    expect(await check(horizon)).toMatchObject({ result: "passed" });
  });

  it("needs its package and its file, and its metrics a schedule", async () => {
    const found = await check(horizon, LARAVEL_12, environment);
    expect(found.text).toMatchInlineSnapshot(`
      "../api: composer.lock
        got      no laravel/horizon, but worker.runs is horizon
        allowed  the package whose command the worker runs
        fix      Run composer require laravel/horizon and php artisan horizon:install, and commit the changes.
      ../api: config/horizon.php
        got      no such file
        allowed  the queues, and the number of workers in each APP_ENV
        fix      Run php artisan horizon:install, and commit the file."
    `);
    expect(found.advice).toEqual([expect.stringContaining("horizon:snapshot")]);
    const files = {
      ...LARAVEL_12,
      "composer.lock": lock({ "laravel/horizon": {} }),
      "config/horizon.php": "<?php return [];",
      "routes/console.php": "<?php Schedule::command('horizon:snapshot')->everyFiveMinutes();",
    };
    expect(await check(horizon, files, environment)).toMatchObject({ result: "passed", problems: [] });
  });

  describe("the workers", () => {
    /** As `horizon:install` writes it, with the names of the environments that start workers. */
    const horizonFile = (...names: string[]) => ({
      ...LARAVEL_12,
      "composer.lock": lock({ "laravel/horizon": {} }),
      "config/horizon.php": `<?php return [
        'defaults' => ['supervisor-1' => ['connection' => 'redis', 'queue' => ['default'], 'maxProcesses' => 1]],
        'environments' => [
          // 'staging' => ['supervisor-1' => []],
          ${names.map((name) => `'${name}' => ['supervisor-1' => ['maxProcesses' => 3]],`).join("\n")}
        ],
      ];`,
    });
    const of = (APP_ENV: string) => ({ ...environment, production: false, env: { APP_ENV } });

    it("are those of APP_ENV, which the file of horizon:install has for production", async () => {
      const files = horizonFile("production", "local");
      expect((await check(horizon, files, of("production"))).problems).toEqual([]);
      expect((await check(horizon, files, { ...environment, env: {} })).problems).toEqual([]);
      expect((await check(horizon, files, of("staging"))).text).toMatchInlineSnapshot(`
        "../api: config/horizon.php
          got      environments for production and local, but APP_ENV is staging
          allowed  an entry staging, or '*' for all others: without one Horizon starts no worker
          fix      Write in environments: 'staging' => ['supervisor-1' => ['maxProcesses' => 2]],"
      `);
      // The name of a supervisor is not that of an environment.
      expect((await check(horizon, files, of("supervisor-1"))).problems).toHaveLength(1);
    });

    it("may be those of a pattern", async () => {
      for (const name of ["*", "st*g", "staging"])
        expect((await check(horizon, horizonFile("production", name), of("staging"))).problems).toEqual([]);
      for (const name of ["s.aging", "Staging"])
        expect((await check(horizon, horizonFile(name), of("staging"))).problems).toHaveLength(1);
    });

    it("fit into the memory, which the 10 of horizon:install do not", async () => {
      const ten = (memoryMiB: number) => {
        const files = horizonFile("production");
        const code = files["config/horizon.php"].replace("=> 3", "=> 10");
        const worker = { ...environment.worker, memoryMiB };
        return check(horizon, { ...files, "config/horizon.php": code }, { ...of("production"), worker });
      };
      expect((await ten(320)).text).toMatchInlineSnapshot(`
        "../api: config/horizon.php
          got      10 workers (maxProcesses in production), and worker.memoryMiB is 320
          allowed  32 MiB at least for each of the 12 processes: the master, each supervisor, each worker
          fix      Set a lower maxProcesses, or worker.memoryMiB to 600 or more."
      `);
      expect((await ten(384)).problems).toEqual([]);
      expect((await ten(383)).problems).toHaveLength(1);
    });

    it("are not judged where the list is not written out", async () => {
      const files = {
        ...horizonFile(),
        "config/horizon.php": "<?php return ['environments' => environments()];",
      };
      expect((await check(horizon, files, of("staging"))).problems).toEqual([]);
    });
  });

  it("takes its jobs from the connection redis", async () => {
    expect((await check(queueConnection, LARAVEL_12, environment)).text).toMatchInlineSnapshot(`
      "../api: config/queue.php
        got      nothing that reads REDIS_QUEUE_RETRY_AFTER
        allowed  REDIS_QUEUE_RETRY_AFTER, which is set for you
        fix      Write: 'retry_after' => (int) env('REDIS_QUEUE_RETRY_AFTER', 90), // in the connection redis"
    `);
  });
});
