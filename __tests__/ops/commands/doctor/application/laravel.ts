import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { inFourParts } from "../../../../../config/messages/problem";
import { ROOT } from "../../../../../local/project";
import { Application } from "../../../../../ops/commands/doctor/application/application";
import type { ApplicationCheck } from "../../../../../ops/commands/doctor/application/application-check";
import type { Examined } from "../../../../../ops/commands/doctor/examine";
import { examine } from "../../../../../ops/commands/doctor/examine";
import { environment } from "../../../diagnosis/observed";

/** The files of a repository by path; null for a file that is not there. */
export type Files = Readonly<Record<string, string | null>>;

type Changes = Readonly<Record<string, unknown>>;

const php = (body: string) => `<?php\n\nreturn [\n${body}\n];\n`;

/** What `composer.lock` says of packages, by name. */
export const lock = (packages: Readonly<Record<string, object>>, development: readonly string[] = []) =>
  JSON.stringify({
    packages: Object.entries(packages).map(([name, more]) => ({ name, version: "v1.0.0", ...more })),
    "packages-dev": development.map((name) => ({ name, version: "v1.0.0" })),
  });

const table = (...names: string[]) =>
  `<?php\nreturn new class extends Migration {\n  public function up(): void {\n${names
    .map((name) => `    Schema::create('${name}', function (Blueprint $table) {});`)
    .join("\n")}\n  }\n};\n`;

const mysql = `'connections' => ['mysql' => [
  'driver' => 'mysql', 'host' => env('DB_HOST', '127.0.0.1'), 'database' => env('DB_DATABASE', 'laravel'), 'username' => env('DB_USERNAME', 'root'),
  'options' => extension_loaded('pdo_mysql') ? array_filter([PDO::MYSQL_ATTR_SSL_CA => env('MYSQL_ATTR_SSL_CA')]) : [],
]],`;

const queue = `'default' => env('QUEUE_CONNECTION', 'database'),
'connections' => ['sqs' => ['driver' => 'sqs', 'prefix' => env('SQS_PREFIX', 'https://sqs'), 'queue' => env('SQS_QUEUE', 'default')]],
'failed' => ['driver' => env('QUEUE_FAILED_DRIVER', 'database-uuids'), 'table' => 'failed_jobs'],`;

/** What Laravel 11 and 12 create for `laravel new`, as far as a check reads it. */
export const LARAVEL_12: Files = {
  artisan: "#!/usr/bin/env php\n",
  "composer.json": JSON.stringify({ require: { php: "^8.2", "laravel/framework": "^12.0" } }),
  "composer.lock": lock({
    "laravel/framework": { version: "v12.44.0", require: { php: "^8.2", "ext-mbstring": "*" } },
  }),
  ".gitignore": "/vendor\n.env\n",
  "bootstrap/app.php": `<?php
return Application::configure(basePath: dirname(__DIR__))
    ->withRouting(
        web: __DIR__.'/../routes/web.php',
        commands: __DIR__.'/../routes/console.php',
        health: '/up',
    )
    ->withMiddleware(function (Middleware $middleware): void {
        //
    })->create();
`,
  "routes/web.php": "<?php\nRoute::get('/', fn () => view('welcome'));\n",
  "config/cache.php": php(
    "'default' => env('CACHE_STORE', 'database'),\n'stores' => ['database' => ['driver' => 'database', 'table' => env('DB_CACHE_TABLE', 'cache')]],",
  ),
  "config/database.php": php(`'default' => env('DB_CONNECTION', 'sqlite'),\n${mysql}`),
  "config/filesystems.php": php(
    "'default' => env('FILESYSTEM_DISK', 'local'),\n'disks' => ['local' => ['driver' => 'local'], 's3' => ['driver' => 's3']],",
  ),
  "config/logging.php": php(
    "'default' => env('LOG_CHANNEL', 'stack'),\n'channels' => ['stack' => ['driver' => 'stack', 'channels' => explode(',', (string) env('LOG_STACK', 'single'))],\n'single' => ['driver' => 'single']],",
  ),
  "config/mail.php": php(
    "'default' => env('MAIL_MAILER', 'log'),\n'mailers' => ['log' => ['transport' => 'log']],",
  ),
  "config/queue.php": php(queue),
  "config/session.php": php(
    "'driver' => env('SESSION_DRIVER', 'database'),\n'table' => env('SESSION_TABLE', 'sessions'),",
  ),
  "database/migrations/0001_01_01_000000_create_users_table.php": table("users", "sessions"),
  "database/migrations/0001_01_01_000001_create_cache_table.php": table("cache", "cache_locks"),
  "database/migrations/0001_01_01_000002_create_jobs_table.php": table("jobs", "failed_jobs"),
};

/** What Laravel 10 creates, as far as a check reads it. */
export const LARAVEL_10: Files = {
  ...LARAVEL_12,
  "composer.json": JSON.stringify({ require: { php: "^8.1", "laravel/framework": "^10.10" } }),
  "composer.lock": lock({ "laravel/framework": { version: "v10.48.2", require: { php: "^8.1" } } }),
  "bootstrap/app.php":
    "<?php\n$app = new Illuminate\\Foundation\\Application(dirname(__DIR__));\nreturn $app;\n",
  "app/Http/Middleware/TrustProxies.php":
    "<?php\nclass TrustProxies extends Middleware\n{\n    protected $proxies;\n    protected $headers = Request::HEADER_X_FORWARDED_FOR | Request::HEADER_X_FORWARDED_HOST;\n}\n",
  "app/Providers/RouteServiceProvider.php":
    "<?php\nRoute::middleware('api')->prefix('api')->group(base_path('routes/api.php'));\n",
  "config/cache.php": php(
    "'default' => env('CACHE_DRIVER', 'file'),\n'stores' => ['file' => ['driver' => 'file'], 'database' => ['driver' => 'database', 'table' => 'cache']],",
  ),
  "config/logging.php": php(
    "'default' => env('LOG_CHANNEL', 'stack'),\n'channels' => ['stack' => ['driver' => 'stack', 'channels' => ['single']], 'single' => ['driver' => 'single']],",
  ),
  "config/session.php": php("'driver' => env('SESSION_DRIVER', 'file'),"),
  "database/migrations/0001_01_01_000000_create_users_table.php": table("users"),
  "database/migrations/0001_01_01_000001_create_cache_table.php": null,
};

/** A Laravel repository in a temporary folder. */
export class Repository {
  public readonly parent = mkdtempSync(join(tmpdir(), "laravel-ecs-doctor-"));
  public readonly folder = join(this.parent, "api");

  constructor(files: Files) {
    mkdirSync(this.folder);
    for (const [path, text] of Object.entries(files)) if (text !== null) this.write(path, text);
  }

  public write(path: string, text: string): void {
    mkdirSync(dirname(join(this.folder, path)), { recursive: true });
    writeFileSync(join(this.folder, path), text);
  }

  /** Copies the images' files that it does not have, as docs/laravel.md asks for. */
  public copyContainers(): void {
    cpSync(join(ROOT, "docker"), join(this.folder, "docker"), { recursive: true, force: false });
  }

  public remove(): void {
    rmSync(this.parent, { recursive: true, force: true });
  }
}

/** Makes one check of a repository with the images' files. */
export async function check(
  one: ApplicationCheck,
  files: Files = LARAVEL_12,
  changes: Changes = {},
): Promise<Examined & { readonly text: string }> {
  const repository = new Repository(files);
  try {
    repository.copyContainers();
    const [examined] = await examine(
      [one],
      new Application(repository.folder, environment(changes), join(repository.parent, "laravel-ecs")),
      "../api",
    );
    return { ...examined!, text: examined!.problems.map(inFourParts).join("\n") };
  } finally {
    repository.remove();
  }
}
