import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../../../../../local/project";
import { examineApplication } from "../../../../../ops/commands/doctor/application/application-checks";
import {
  ignoredSettings,
  READ_SETTINGS,
} from "../../../../../ops/commands/doctor/application/ignored-settings";
import { lineOf } from "../../../../../ops/commands/doctor/application/drivers";
import { keptState } from "../../../../../ops/commands/doctor/application/kept-state";
import { environment } from "../../../diagnosis/observed";
import { check, type Files, LARAVEL_10, LARAVEL_12, Repository } from "./laravel";

/** A configuration that grew since Laravel 5: each file has the name of its time, or a constant. */
const GROWN_OLD: Files = {
  ...LARAVEL_10,
  "app/Http/Controllers/PhotoController.php": "<?php $request->file('photo')->store('photos', 'public');",
  "config/app.php":
    "<?php return ['name' => env('APP_NAME'), 'maintenance' => ['driver' => 'file'], 'providers' => []];",
  "config/broadcasting.php":
    "<?php return ['default' => env('BROADCAST_DRIVER', 'null'), 'connections' => ['log' => ['driver' => 'log']]];",
  "config/database.php":
    "<?php return ['default' => env('DB_CONNECTION', 'mysql'), 'connections' => ['mysql' => ['driver' => 'mysql', 'url' => env('DATABASE_URL')," +
    " 'host' => 'localhost', 'database' => env('DB_DATABASE', 'forge'), 'username' => env('DB_USER', 'forge')]]];",
  "config/filesystems.php":
    "<?php return ['default' => env('FILESYSTEM_DRIVER', 'local'), 'disks' => ['local' => ['driver' => 'local'], 's3' => ['driver' => 's3', 'bucket' => env('AWS_BUCKET')]]];",
  "config/logging.php":
    "<?php return ['default' => 'daily', 'channels' => ['daily' => ['driver' => 'daily', 'path' => storage_path('logs/laravel.log')]]];",
  "config/mail.php":
    "<?php return ['default' => env('MAIL_DRIVER', 'smtp'), 'mailers' => ['smtp' => ['transport' => 'smtp', 'host' => env('MAIL_HOST')]]];",
  "config/queue.php":
    "<?php return ['default' => env('QUEUE_DRIVER', 'sync'), 'connections' => ['sqs' => ['driver' => 'sqs', 'prefix' => env('SQS_PREFIX'), 'queue' => 'jobs']]];",
  "config/session.php": "<?php return ['driver' => 'file', 'table' => 'sessions'];",
};

const SETTINGS = {
  "env.BROADCAST_CONNECTION": "log",
  "env.LOG_CHANNEL": "stderr",
  "env.SESSION_DRIVER": "database",
  "env.APP_MAINTENANCE_DRIVER": "cache",
};

describe("an application of Laravel 10", () => {
  it("gets a message for each trap, with the line that fixes it", async () => {
    const repository = new Repository(GROWN_OLD);
    try {
      repository.copyContainers();
      const settings = {
        ...SETTINGS,
        files: { kind: "create" },
        mail: { kind: "ses", from: "Shop <no-reply@shop.example>" },
      };
      const found = await examineApplication(environment(settings), repository.folder, {
        project: join(repository.parent, "laravel-ecs"),
      });
      const lines = found.flatMap(({ problems }) =>
        problems.map(({ path, got, fix }) => `${path}: ${got}\n  ${fix.split("\n")[0]}`),
      );

      expect(`\n${lines.join("\n")}\n`).toMatchInlineSnapshot(`
        "
        .dockerignore: no such file
          Run in the Laravel repository: cp ../laravel-ecs/docker/laravel/.dockerignore .
        app/Http/Middleware/TrustProxies.php: nothing that reads TRUSTED_PROXIES
          Write in config/trustedproxy.php: <?php return ['proxies' => env('TRUSTED_PROXIES')];
        routes/web.php: no route /up
          Add to routes/web.php: Route::get('/up', fn () => response('up'));
        config/cache.php: the store file (CACHE_DRIVER), which each container has for itself
          Write in config/cache.php: 'default' => env('CACHE_STORE', 'database'),
        config/session.php: a file that reads no setting, and always uses file
          Write in config/session.php: 'driver' => env('SESSION_DRIVER', 'database'),
        config/broadcasting.php: a file that reads BROADCAST_DRIVER, the name in older versions of Laravel
          Write in config/broadcasting.php: 'default' => env('BROADCAST_CONNECTION', 'null'),
        config/logging.php: a file that reads no setting, and always uses daily
          Write in config/logging.php: 'default' => env('LOG_CHANNEL', 'stack'),
        config/app.php: a file that reads no setting, and always uses file
          Write in config/app.php: 'maintenance' => ['driver' => env('APP_MAINTENANCE_DRIVER', 'file'), 'store' => env('APP_MAINTENANCE_STORE', 'database')],
        config/database.php: a connection mysql whose host reads no setting
          Write in the connection mysql: 'host' => env('DB_HOST'),
        config/database.php: a connection mysql whose username reads DB_USER
          Write in the connection mysql: 'username' => env('DB_USERNAME'),
        config/queue.php: nothing that reads QUEUE_CONNECTION
          Write: 'default' => env('QUEUE_CONNECTION', 'database'),
        config/queue.php: nothing that reads SQS_QUEUE
          Write: 'queue' => env('SQS_QUEUE', 'default'), // in the connection sqs
        config/filesystems.php: the default disk local, which does not read FILESYSTEM_DISK
          Write: 'default' => env('FILESYSTEM_DISK', 'local'),
        config/mail.php: the mailer smtp, which does not read MAIL_MAILER
          Write: 'default' => env('MAIL_MAILER', 'log'),
        config/database.php: a connection without MYSQL_ATTR_SSL_CA
          Write in the connection mysql: 'options' => array_filter([PDO::MYSQL_ATTR_SSL_CA => env('MYSQL_ATTR_SSL_CA')]),
        "
      `);
    } finally {
      repository.remove();
    }
  });

  it.each([
    ["files", "config/filesystems.php", "env.FILESYSTEM_DISK", "uploads", "FILESYSTEM_DRIVER"],
    ["mail", "config/mail.php", "env.MAIL_MAILER", "log", "MAIL_DRIVER"],
  ])("reads an older name also without `%s`", async (_field, path, setting, value, older) => {
    expect((await check(ignoredSettings, GROWN_OLD, { [setting]: value })).problems).toContainEqual(
      expect.objectContaining({
        path,
        got: `a file that reads ${older}, the name in older versions of Laravel`,
      }),
    );
  });

  it("may share its sessions in another way, and may name in an older setting what it needs", async () => {
    const shared = { ...LARAVEL_12, "config/session.php": "<?php return ['driver' => 'redis'];" };
    expect(await check(ignoredSettings, shared, { "env.SESSION_DRIVER": "database" })).toMatchObject({
      problems: [],
    });
    const named = { ...LARAVEL_12, "config/broadcasting.php": GROWN_OLD["config/broadcasting.php"]! };
    const both = { "env.BROADCAST_CONNECTION": "log", "env.BROADCAST_DRIVER": "log" };
    expect(await check(ignoredSettings, named, both)).toMatchObject({ problems: [] });
  });

  it("is advised where it links to files of its container", async () => {
    expect((await check(keptState, GROWN_OLD)).advice).toContainEqual(
      expect.stringContaining("app/Http/Controllers/PhotoController.php uses the disk public"),
    );
    const linked = {
      ...LARAVEL_12,
      "resources/views/photo.blade.php": "<img src=\"{{ asset('storage/a.png') }}\">",
    };
    expect((await check(keptState, linked)).advice).toContainEqual(
      expect.stringContaining("photo.blade.php uses"),
    );
    expect((await check(keptState)).advice).not.toContainEqual(expect.stringContaining("storage:link"));
  });

  it("gets the same lines from its container", () => {
    const preflight = readFileSync(join(ROOT, "docker/app/preflight/settings.php"), "utf8");
    for (const each of READ_SETTINGS) {
      const { setting, older, line = lineOf(each) } = each;
      expect(preflight).toContain(`'${setting}' => [`);
      expect(preflight).toContain(line);
      if (older !== undefined) expect(preflight).toContain(`'older' => ['${older}']`);
    }
  });
});
