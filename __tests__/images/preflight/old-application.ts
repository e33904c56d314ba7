import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { WORK } from "../sandbox/image";

const APPLICATION = "/var/www/html";

/** The configuration files of Laravel 10's skeleton, and of older ones, as far as they choose a driver. */
const OLD_FILES: Readonly<Record<string, string>> = {
  cache: `['default' => env('CACHE_DRIVER', 'file'), 'stores' => ['file' => ['driver' => 'file', 'path' => '/tmp']]]`,
  queue: `['default' => env('QUEUE_DRIVER', 'sync'), 'connections' => ['sync' => ['driver' => 'sync'], 'sqs' => ['driver' => 'sqs']]]`,
  session: `['driver' => 'file', 'cookie' => 'session']`,
  filesystems: `['default' => env('FILESYSTEM_DRIVER', 'local'), 'disks' => ['local' => ['driver' => 'local', 'root' => '/tmp']]]`,
  mail: `['default' => env('MAIL_DRIVER', 'smtp'), 'mailers' => ['smtp' => ['transport' => 'smtp']]]`,
  logging: `['default' => 'stack', 'channels' => ['stack' => ['driver' => 'stack', 'channels' => ['single']], 'single' => ['driver' => 'single', 'path' => '/tmp/laravel.log']]]`,
};

const older = (name: string) => ` The file reads ${name}, the name in older versions of Laravel.`;

/** What docker/app/bin/preflight reports about them, with `OLD_ENVIRONMENT`. */
export const OLD_PROBLEMS: readonly string[] = [
  `CACHE_STORE=database has no effect: cache.default is "file".${older("CACHE_DRIVER")} Fix: write in config/cache.php: 'default' => env('CACHE_STORE', 'database'),`,
  `QUEUE_CONNECTION=sqs has no effect: queue.default is "sync".${older("QUEUE_DRIVER")} Fix: write in config/queue.php: 'default' => env('QUEUE_CONNECTION', 'database'),`,
  `SESSION_DRIVER=database has no effect: session.driver is "file". Fix: write in config/session.php: 'driver' => env('SESSION_DRIVER', 'database'),`,
  `FILESYSTEM_DISK=s3 has no effect: filesystems.default is "local".${older("FILESYSTEM_DRIVER")} Fix: write in config/filesystems.php: 'default' => env('FILESYSTEM_DISK', 'local'),`,
  `MAIL_MAILER=log has no effect: mail.default is "smtp".${older("MAIL_DRIVER")} Fix: write in config/mail.php: 'default' => env('MAIL_MAILER', 'log'),`,
  `LOG_CHANNEL=stderr has no effect: logging.default is "stack". Fix: write in config/logging.php: 'default' => env('LOG_CHANNEL', 'stack'),`,
  `The log channel "stack" writes to files only (single), which are lost with the container. Fix: copy docker/laravel/config/logging.php of laravel-ecs to config/logging.php`,
].map((line) => `entrypoint: ${line}`);

export const OLD_ENVIRONMENT: Readonly<Record<string, string>> = {
  CACHE_STORE: "database",
  QUEUE_CONNECTION: "sqs",
  SESSION_DRIVER: "database",
  FILESYSTEM_DISK: "s3",
  MAIL_MAILER: "log",
  LOG_CHANNEL: "stderr",
};

/** A file to mount in the place of one that the image has: the containers of a test share the image. */
function mounted(name: string, text: string): string {
  const folder = join(WORK, "preflight");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

export const oldFiles = (): Record<string, string> =>
  Object.fromEntries(
    Object.entries(OLD_FILES).map(([name, code]) => [
      `${APPLICATION}/config/${name}.php`,
      mounted(`${name}.php`, `<?php return ${code};\n`),
    ]),
  );

/** The application with one migration that creates no table of the cache. */
export const migrationWithoutCache = (): Record<string, string> => ({
  [`${APPLICATION}/database/migrations/2026_01_01_000000_create_tables.php`]: mounted(
    "migration.php",
    `<?php
return new class extends Illuminate\\Database\\Migrations\\Migration {
    public function up(): void { Illuminate\\Support\\Facades\\Schema::create('old', fn ($table) => $table->id()); }
};
`,
  ),
});

/** Makes the migration of the image another one than the one before, which has run. */
export const RENAME_MIGRATION = `
  $options = [PDO::MYSQL_ATTR_SSL_CA => getenv("MYSQL_ATTR_SSL_CA")];
  $pdo = new PDO("mysql:host=database;dbname=laravel", getenv("DB_USERNAME"), getenv("DB_PASSWORD"), $options);
  $pdo->exec("update migrations set migration = 'before'");`;
