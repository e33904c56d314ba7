<?php

/*
 * Boots the application as a request does, while its image is built, and prints how it answered. The environment of the build
 * has no database and no secrets, so an exception is an answer too.
 */

foreach ([
    'APP_ENV' => 'production', 'APP_KEY' => 'base64:'.base64_encode(random_bytes(32)), 'APP_DEBUG' => 'false',
    'CACHE_STORE' => 'array', 'CACHE_DRIVER' => 'array', 'SESSION_DRIVER' => 'array', 'QUEUE_CONNECTION' => 'sync',
    'LOG_CHANNEL' => 'null', 'MAIL_MAILER' => 'array', 'DB_HOST' => '127.0.0.1',
    // Laravel 12 answers /up with a view, and storage/ is empty within the build.
    'VIEW_COMPILED_PATH' => sys_get_temp_dir(),
] as $name => $value) {
    $_SERVER[$name] = $_ENV[$name] = $value;
    putenv("$name=$value");
}

require getcwd().'/vendor/autoload.php';

try {
    $app = require getcwd().'/bootstrap/app.php';
    $request = Illuminate\Http\Request::create('/up', 'GET', server: ['HTTP_ACCEPT' => 'application/json']);
    $answer = $app->make(Illuminate\Contracts\Http\Kernel::class)->handle($request)->getStatusCode();
} catch (Throwable $error) {
    $answer = $error::class;
}
fwrite(STDERR, "answer: $answer\n");
