<?php

/*
 * Logs for a container: errors go to its standard error, lower levels to its standard output.
 *
 * LOG_STDOUT and LOG_STDERR are the paths of the streams; docker/app/bin/entrypoint sets them where php://stdout
 * is not the output of the container.
 *
 * LOG_FORMAT=text (default) or json. With text the stack trace of an exception has several lines.
 */

use Monolog\Formatter\JsonFormatter;
use Monolog\Handler\NullHandler;
use Monolog\Handler\StreamHandler;
use Monolog\Processor\PsrLogMessageProcessor;

$format = env('LOG_FORMAT', 'text') === 'json'
    ? ['formatter' => JsonFormatter::class, 'formatter_with' => ['includeStacktraces' => true]]
    : [];

// Several processes write to one pipe: without the lock, lines longer than 4 KiB could be mixed.
$stream = fn (string $stream, array $with = []) => [
    'driver' => 'monolog',
    'handler' => StreamHandler::class,
    'with' => ['stream' => $stream, 'useLocking' => true, ...$with],
    'processors' => [PsrLogMessageProcessor::class],
    ...$format,
];

return [
    'default' => env('LOG_CHANNEL', 'stack'),

    'deprecations' => ['channel' => env('LOG_DEPRECATIONS_CHANNEL', 'null'), 'trace' => false],

    'channels' => [
        // stderr comes first and does not pass its messages on (bubble), so nothing is logged twice.
        'stack' => ['driver' => 'stack', 'channels' => ['stderr', 'stdout'], 'ignore_exceptions' => false],

        'stdout' => ['level' => env('LOG_LEVEL', 'info')] + $stream(env('LOG_STDOUT', 'php://stdout')),

        'stderr' => ['level' => 'error'] + $stream(env('LOG_STDERR', 'php://stderr'), ['bubble' => false]),

        'null' => ['driver' => 'monolog', 'handler' => NullHandler::class],

        // Laravel uses it when this configuration is invalid.
        'emergency' => ['path' => env('LOG_STDERR', 'php://stderr')],
    ],
];
