<?php

/** The problems of APP_KEY. */
function problemsOfTheKey(array $app): array
{
    $key = $app['key'] ?? '';
    $bytes = str_starts_with($key, 'base64:') ? base64_decode(substr($key, 7)) : $key;
    $length = stripos($app['cipher'] ?? 'AES-256-CBC', '128') === false ? 32 : 16;

    return strlen($bytes) === $length ? [] : [
        ($key === '' ? 'APP_KEY is missing' : "APP_KEY is not a key of $length bytes").
            '. Fix: create one with "php artisan key:generate --show" and set it for the container.',
    ];
}
