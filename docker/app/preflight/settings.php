<?php

/*
 * Settings that the application ignores: its configuration reads an older name, or has a constant. Nothing fails then; the
 * cache, the jobs or the files are somewhere else.
 */

/**
 * Each setting with the key of the configuration that it must reach, the names of older versions of Laravel, and the line
 * that reads it (Laravel 13's skeleton). `group` and `driver` lead from the value to its driver.
 */
const SETTINGS = [
    'CACHE_STORE' => [
        'key' => 'cache.default', 'older' => ['CACHE_DRIVER'], 'group' => 'cache.stores', 'driver' => 'driver',
        'line' => "'default' => env('CACHE_STORE', 'database'),",
    ],
    'QUEUE_CONNECTION' => [
        'key' => 'queue.default', 'older' => ['QUEUE_DRIVER'], 'group' => 'queue.connections', 'driver' => 'driver',
        'line' => "'default' => env('QUEUE_CONNECTION', 'database'),",
    ],
    'SESSION_DRIVER' => [
        'key' => 'session.driver', 'line' => "'driver' => env('SESSION_DRIVER', 'database'),",
    ],
    'FILESYSTEM_DISK' => [
        'key' => 'filesystems.default', 'older' => ['FILESYSTEM_DRIVER'], 'group' => 'filesystems.disks', 'driver' => 'driver',
        'line' => "'default' => env('FILESYSTEM_DISK', 'local'),",
    ],
    'MAIL_MAILER' => [
        'key' => 'mail.default', 'older' => ['MAIL_DRIVER'], 'group' => 'mail.mailers', 'driver' => 'transport',
        'line' => "'default' => env('MAIL_MAILER', 'log'),",
    ],
    'BROADCAST_CONNECTION' => [
        'key' => 'broadcasting.default', 'older' => ['BROADCAST_DRIVER'], 'group' => 'broadcasting.connections', 'driver' => 'driver',
        'line' => "'default' => env('BROADCAST_CONNECTION', 'null'),",
    ],
    'LOG_CHANNEL' => [
        'key' => 'logging.default', 'line' => "'default' => env('LOG_CHANNEL', 'stack'),",
    ],
    'DB_CONNECTION' => [
        'key' => 'database.default', 'group' => 'database.connections', 'driver' => 'driver',
        'line' => "'default' => env('DB_CONNECTION', 'sqlite'),",
    ],
    'APP_MAINTENANCE_DRIVER' => [
        'key' => 'app.maintenance.driver',
        'line' => "'maintenance' => ['driver' => env('APP_MAINTENANCE_DRIVER', 'file'), 'store' => env('APP_MAINTENANCE_STORE', 'database')],",
    ],
];

/** The parts of an entry that other settings fill in, where an entry with that driver is used: its group, driver and key. */
const PARTS = [
    'SQS_PREFIX' => ['QUEUE_CONNECTION', 'sqs', 'prefix'],
    'SQS_QUEUE' => ['QUEUE_CONNECTION', 'sqs', 'queue'],
    'AWS_BUCKET' => ['FILESYSTEM_DISK', 's3', 'bucket'],
    'DB_HOST' => ['DB_CONNECTION', 'mysql', 'host'],
    'DB_DATABASE' => ['DB_CONNECTION', 'mysql', 'database'],
    'DB_USERNAME' => ['DB_CONNECTION', 'mysql', 'username'],
];

/** Drivers whose cache or sessions all containers share: an application may choose another one of them. */
const SHARED = ['cookie', 'database', 'dynamodb', 'memcached', 'mongodb', 'redis'];

/** The value of a key with dots; null if there is none. */
function valueAt(array $config, string $key): mixed
{
    return array_reduce(explode('.', $key), fn (mixed $found, string $part) => is_array($found) ? $found[$part] ?? null : null, $config);
}

/** The settings of the container that had no effect, each with the line that reads it. */
function problemsOfTheSettings(array $config, array $environment, string $folder): array
{
    $problems = [];
    foreach (array_intersect_key(SETTINGS, $environment) as $name => $setting) {
        $value = $environment[$name];
        $used = valueAt($config, $setting['key']);
        // Laravel's env() reads the words "null" and "(null)" as null.
        if ($used === $value || ($used === null && in_array(strtolower($value), ['', 'null', '(null)']))
            || isAsGood($config, $setting, $name, $value, $used)) {
            continue;
        }
        $file = 'config/'.strtok($setting['key'], '.').'.php';
        $problems[] = noEffect($name, $value, $setting['key'], $used, olderName($setting, "$folder/$file"),
            "write in $file: {$setting['line']}");
    }
    foreach (array_intersect_key(PARTS, $environment) as $name => [$chosenBy, $driver, $key]) {
        ['key' => $default, 'group' => $group] = SETTINGS[$chosenBy];
        $entry = valueAt($config, $group.'.'.valueAt($config, $default));
        if (! is_array($entry) || ($entry['driver'] ?? null) !== $driver) {
            continue;
        }
        // An entry with separate servers to read and to write has its hosts there.
        $used = $entry[$key] ?? null;
        if ((isset($entry['read']) && $used === null) || $used === $environment[$name]) {
            continue;
        }
        $file = 'config/'.strtok($group, '.').'.php';
        $entryName = valueAt($config, $default);
        $problems[] = noEffect($name, $environment[$name], "$group.$entryName.$key", $used, '',
            "write in $file, in \"$entryName\": '$key' => env('$name'),".($driver === 'mysql' ? ' and no "url"' : ''));
    }

    return $problems;
}

/** Whether the application chose an entry that does the same, e.g. another connection of SQS, or another shared cache. */
function isAsGood(array $config, array $setting, string $name, string $value, mixed $used): bool
{
    if (! is_string($used)) {
        return false;
    }
    $driverOf = fn (string $entry) => isset($setting['group'])
        ? str_replace('mariadb', 'mysql', valueAt($config, "{$setting['group']}.$entry.{$setting['driver']}") ?? '') : $entry;

    return ($driverOf($used) !== '' && $driverOf($used) === $driverOf($value))
        || (in_array($name, ['CACHE_STORE', 'SESSION_DRIVER']) && in_array($driverOf($used), SHARED));
}

/** The older name that the file reads, as a sentence. */
function olderName(array $setting, string $file): string
{
    $code = is_file($file) ? file_get_contents($file) : '';
    foreach ($setting['older'] ?? [] as $name) {
        if (preg_match("/['\"]{$name}['\"]/", $code)) {
            return " The file reads $name, the name in older versions of Laravel.";
        }
    }

    return '';
}

function noEffect(string $name, string $value, string $key, mixed $used, string $why, string $fix): string
{
    $used = json_encode($used, JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE);
    // An address may have a password, and this line is in the log.
    [$value, $used] = preg_replace('#://\S*@#', '://[hidden]@', [$value, $used]);

    return "$name=$value has no effect: $key is $used.$why Fix: $fix";
}
