<?php

/** Where a connection has the address of the server, by the setting that gives it. `url` wins over `host` ("Redis", Laravel documentation). */
const ADDRESSES = ['REDIS_URL' => 'url', 'REDIS_HOST' => 'host'];

/** The names of the connections that the cache, the sessions and the jobs use. */
function redisConnections(array $config): array
{
    $store = $config['cache']['stores'][$config['cache']['default'] ?? ''] ?? [];
    $queue = $config['queue']['connections'][$config['queue']['default'] ?? ''] ?? [];
    $session = $config['session'] ?? [];
    $used = [
        ...(($store['driver'] ?? '') === 'redis' ? [$store['connection'] ?? 'default', $store['lock_connection'] ?? null] : []),
        ...(($session['driver'] ?? '') === 'redis' ? [$session['connection'] ?? 'default'] : []),
        ...(($queue['driver'] ?? '') === 'redis' ? [$queue['connection'] ?? 'default'] : []),
    ];

    return array_values(array_unique(array_filter($used)));
}

/** Connections that lead elsewhere: nothing fails at the start, and each request waits for a server that is not there. */
function problemsOfTheRedis(array $config, array $environment): array
{
    $given = array_intersect_key(ADDRESSES, $environment);
    $problems = [];
    foreach ($given === [] ? [] : redisConnections($config) as $name) {
        $connection = $config['database']['redis'][$name] ?? [];
        $read = array_filter($given, fn (string $key, string $setting) => ($connection[$key] ?? null) === $environment[$setting], ARRAY_FILTER_USE_BOTH);
        if ($read !== [] && (($connection['url'] ?? null) === null || isset($read['REDIS_URL']))) {
            continue;
        }
        $setting = array_key_first($given);
        $key = $given[$setting];
        $problems[] = noEffect($setting, $environment[$setting], "database.redis.$name.$key", $connection[$key] ?? null, '',
            "write in config/database.php, in \"redis\", in \"$name\": '$key' => env('$setting'),");
    }

    return $problems;
}
