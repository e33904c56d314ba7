<?php

use Illuminate\Database\Connection;

/** What each workload uses; a migration is followed by all others, and its lock is in the cache. */
const USES = [
    'lock' => ['cache'],
    'web' => ['cache', 'session', 'queue'],
    'worker' => ['cache', 'queue'],
    'scheduler' => ['cache', 'queue'],
    'migrate' => ['cache', 'session', 'queue'],
];

/** The workload of a command of the image. Empty for those that need no tables, as a migration or "artisan about". */
function workloadOf(array $command): string
{
    return match (true) {
        getenv('MIGRATE') === '1' => '',
        ($command[0] ?? '') === 'php-fpm' => 'web',
        in_array($command[0] ?? '', ['scheduler', 'tick']) => 'scheduler',
        in_array($command[1] ?? '', ['queue:work', 'queue:listen', 'horizon']) => 'worker',
        default => '',
    };
}

/** The drivers "database" of a workload: the setting, the connection and the tables, and the command that writes their migration. */
function neededTables(array $config, string $workload): array
{
    $store = $config['cache']['default'] ?? '';
    $cache = $config['cache']['stores'][$store] ?? [];
    $session = $config['session'] ?? [];
    $queue = $config['queue']['default'] ?? '';
    $jobs = $config['queue']['connections'][$queue] ?? [];
    $drivers = [
        // "Cache", "HTTP Session" and "Queues", Laravel documentation. Laravel 10 has the commands without "make:".
        'cache' => [$cache['driver'] ?? '', "CACHE_STORE=$store", $cache['connection'] ?? null,
            [$cache['table'] ?? 'cache', $cache['lock_table'] ?? 'cache_locks'], 'cache-table', ''],
        'session' => [$session['driver'] ?? '', 'SESSION_DRIVER=database', $session['connection'] ?? null,
            [$session['table'] ?? 'sessions'], 'session-table', '; an API without sessions sets SESSION_DRIVER to "cookie" in env'],
        'queue' => [$jobs['driver'] ?? '', "QUEUE_CONNECTION=$queue", $jobs['connection'] ?? null,
            [$jobs['table'] ?? 'jobs'], 'queue-table', ''],
    ];

    return array_filter(array_intersect_key($drivers, array_flip(USES[$workload] ?? [])), fn (array $driver) => $driver[0] === 'database');
}

/** The missing tables, each with the command that writes their migration. */
function problemsOfTheTables(array $config, string $workload, callable $hasTable): array
{
    $problems = [];
    foreach (neededTables($config, $workload) as [, $setting, $connection, $tables, $command, $otherwise]) {
        $missing = array_filter($tables, fn (string $table) => ! $hasTable($connection ?? $config['database']['default'], $table));
        if ($missing !== []) {
            $noun = count($missing) === 1 ? 'the table' : 'the tables';
            $older = str_replace('-', ':', $command);
            $problems[] = "$setting needs $noun ".implode(' and ', $missing).' in the database. '.
                "Fix: run \"php artisan make:$command\" (before Laravel 11: $older), and commit the migration$otherwise.";
        }
    }

    return $problems;
}

/** Whether a connection has a table. Every other error is passed on. */
function hasTable(Connection $connection, string $table): bool
{
    try {
        $connection->table($table)->limit(1)->exists();

        return true;
    } catch (PDOException $error) {
        // 42S02 is MySQL's, 42P01 PostgreSQL's code of a table that does not exist.
        if (in_array($error->getCode(), ['42S02', '42P01'])) {
            return false;
        }
        throw $error;
    }
}
