<?php

// Runs the functions of docker/app/preflight on small configurations, in one container for all of them.

foreach (['secrets', 'key', 'drivers', 'settings', 'redis', 'logging', 'tables'] as $name) {
    require "/usr/local/lib/preflight/$name.php";
}

$count = 0;
function check(string $what, array $found, string ...$beginnings): void
{
    global $count;
    $count++;
    $matches = count($found) === count($beginnings)
        && array_filter(array_map('str_starts_with', array_values($found), $beginnings)) === array_fill(0, count($beginnings), true);
    if (! $matches) {
        fwrite(STDERR, "$what: ".json_encode($found, JSON_UNESCAPED_SLASHES)."\n");
        exit(1);
    }
}

check('a secret that is not set', problemsOfTheSecrets(['SHOP_TOKEN' => 'not set yet', 'OTHER' => '0']), 'SHOP_TOKEN is not set yet. Fix: ');

$settings = fn (array $config, array $environment) => problemsOfTheSettings($config, $environment, '/nowhere');

$queues = ['sqs' => ['driver' => 'sqs', 'prefix' => 'https://sqs', 'queue' => 'jobs'], 'emails' => ['driver' => 'sqs'], 'sync' => ['driver' => 'sync']];
$queue = fn (string $default) => ['queue' => ['default' => $default, 'connections' => $queues]];
check('the value itself', $settings($queue('sqs'), ['QUEUE_CONNECTION' => 'sqs']));
check('another connection of SQS', $settings($queue('emails'), ['QUEUE_CONNECTION' => 'sqs']));
check('another driver', $settings($queue('sync'), ['QUEUE_CONNECTION' => 'sqs']), 'QUEUE_CONNECTION=sqs has no effect: queue.default is "sync".');
check('no file', $settings([], ['QUEUE_CONNECTION' => 'sqs']), 'QUEUE_CONNECTION=sqs has no effect: queue.default is null.');
check('a setting that is not given', $settings($queue('sync'), []));
check('the parts of the connection', $settings($queue('sqs'), ['SQS_PREFIX' => 'https://sqs', 'SQS_QUEUE' => 'other']),
    'SQS_QUEUE=other has no effect: queue.connections.sqs.queue is "jobs".');
check('the parts of a connection that is not used', $settings($queue('sync'), ['SQS_QUEUE' => 'other']));

$cache = fn (string $default) => ['cache' => ['default' => $default, 'stores' => [
    'file' => ['driver' => 'file'], 'redis' => ['driver' => 'redis'], 'database' => ['driver' => 'database'],
]]];
check('another shared cache', $settings($cache('redis'), ['CACHE_STORE' => 'database']));
check('a cache of the container', $settings($cache('file'), ['CACHE_STORE' => 'database']), 'CACHE_STORE=database has no effect');
check('sessions in cookies', $settings(['session' => ['driver' => 'cookie']], ['SESSION_DRIVER' => 'database']));
check('sessions of the container', $settings(['session' => ['driver' => 'array']], ['SESSION_DRIVER' => 'database']), 'SESSION_DRIVER=database');
check('an older name', $settings(['broadcasting' => ['default' => 'null', 'connections' => ['log' => ['driver' => 'log']]]],
    ['BROADCAST_CONNECTION' => 'log']), 'BROADCAST_CONNECTION=log has no effect: broadcasting.default is "null".');
check('null', $settings(['broadcasting' => ['default' => null]], ['BROADCAST_CONNECTION' => 'null']));

$database = fn (array $connection) => ['database' => ['default' => 'mysql', 'connections' => ['mysql' => ['driver' => 'mysql'] + $connection]]];
check('another server', $settings($database(['host' => 'old']), ['DB_HOST' => 'rds']), 'DB_HOST=rds has no effect: database.connections.mysql.host is "old".');
check('servers to read and to write', $settings($database(['read' => ['host' => ['rds']]]), ['DB_HOST' => 'rds']));
check('MariaDB', $settings(['database' => ['default' => 'mariadb', 'connections' => [
    'mariadb' => ['driver' => 'mariadb'], 'mysql' => ['driver' => 'mysql'],
]]], ['DB_CONNECTION' => 'mysql']));

$redis = fn (array $cache, array $default = []) => [
    'database' => ['redis' => ['client' => 'phpredis', 'default' => $default, 'cache' => $cache]],
    'cache' => ['default' => 'redis', 'stores' => ['redis' => ['driver' => 'redis', 'connection' => 'cache', 'lock_connection' => 'default']]],
];
$valkey = ['REDIS_URL' => 'tls://valkey:6379', 'REDIS_HOST' => 'tls://valkey'];
$ours = ['url' => 'tls://valkey:6379', 'host' => 'tls://valkey'];
check('the server by its URL', problemsOfTheRedis($redis($ours, $ours), $valkey));
check('the server by its name', problemsOfTheRedis($redis(['host' => 'tls://valkey'], $ours), $valkey));
check('another URL beside the name', problemsOfTheRedis($redis(['url' => 'redis://old'] + $ours, $ours), $valkey),
    'REDIS_URL=tls://valkey:6379 has no effect: database.redis.cache.url is "redis://old".');
check('a connection for the locks', problemsOfTheRedis($redis($ours), $valkey),
    'REDIS_URL=tls://valkey:6379 has no effect: database.redis.default.url is null.');
check('an address with a password', problemsOfTheRedis($redis(['url' => 'rediss://:hunter3@old'], ['url' => 'rediss://:hunter2@new']), ['REDIS_URL' => 'rediss://:hunter2@new']),
    'REDIS_URL=rediss://[hidden]@new has no effect: database.redis.cache.url is "rediss://[hidden]@old".');
check('a cache elsewhere', problemsOfTheRedis($cache('database'), $valkey));
check('no server', problemsOfTheRedis($redis(['host' => 'old']), []));

$channels = ['stack' => ['driver' => 'stack', 'channels' => ['single', 'stderr']], 'single' => ['driver' => 'single'], 'stderr' => ['driver' => 'monolog'],
    'loop' => ['driver' => 'stack', 'channels' => 'loop,single']];
check('files and the output', problemsOfTheLogging(['default' => 'stack', 'channels' => $channels]));
check('files only', problemsOfTheLogging(['default' => 'single', 'channels' => $channels]), 'The log channel "single" writes to files only (single)');
check('a stack that contains itself', problemsOfTheLogging(['default' => 'loop', 'channels' => $channels]));

$tables = fn (string $workload, array $there) => problemsOfTheTables([
    'database' => ['default' => 'mysql'],
    'cache' => ['default' => 'shared', 'stores' => ['shared' => ['driver' => 'database', 'table' => 'kept', 'connection' => 'other']]],
    'session' => ['driver' => 'database'],
    'queue' => ['default' => 'sqs', 'connections' => ['sqs' => ['driver' => 'sqs']]],
], $workload, fn (string $connection, string $table) => in_array("$connection.$table", $there));
check('a table of another name and connection', $tables('worker', ['other.kept']), 'CACHE_STORE=shared needs the table cache_locks in the database.');
check('a worker needs no sessions', $tables('worker', ['other.kept', 'other.cache_locks']));
check('requests do', $tables('web', ['other.kept', 'other.cache_locks']), 'SESSION_DRIVER=database needs the table sessions in the database.');
check('a command needs none', $tables(workloadOf(['artisan', 'about']), []));

echo "$count cases\n";
