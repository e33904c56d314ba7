<?php

/** The drivers of Laravel that write to a file ("Logging", Available Channel Drivers). */
const FILE_DRIVERS = ['single', 'daily'];

/** The channels behind a channel: itself, or those of a stack. */
function leavesOf(array $channels, string $name, array $above = []): array
{
    $channel = $channels[$name] ?? [];
    if (($channel['driver'] ?? '') !== 'stack' || in_array($name, $above)) {
        return [$name => $channel];
    }
    $parts = is_string($channel['channels'] ?? []) ? explode(',', $channel['channels']) : $channel['channels'] ?? [];

    return array_merge([], ...array_map(fn (string $part) => leavesOf($channels, $part, [...$above, $name]), $parts));
}

/** A log that only reaches files: they are in the memory of the container, and no one reads them. */
function problemsOfTheLogging(array $logging): array
{
    $default = $logging['default'] ?? null;
    if (! is_string($default)) {
        return [];
    }
    $leaves = leavesOf($logging['channels'] ?? [], $default);
    $files = array_filter($leaves, fn (array $channel) => in_array($channel['driver'] ?? '', FILE_DRIVERS));

    return $leaves === [] || count($files) < count($leaves) ? [] : [
        "The log channel \"$default\" writes to files only (".implode(', ', array_keys($files)).'), which are lost with the container.'.
            ' Fix: copy docker/laravel/config/logging.php of laravel-ecs to config/logging.php',
    ];
}
