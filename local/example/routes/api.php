<?php

use App\Environment;
use App\Jobs\Fail;
use App\Jobs\Work;
use Illuminate\Http\Request;
use Illuminate\Session\Middleware\StartSession;
use Illuminate\Support\Facades\Cache;
use Illuminate\Support\Facades\DB;
use Illuminate\Support\Facades\Log;
use Illuminate\Support\Facades\Mail;
use Illuminate\Support\Facades\Route;
use Illuminate\Support\Facades\Storage;

Route::get('/', fn () => [
    'application' => config('app.name'),
    'version' => config('fixture.version'),
    'host' => gethostname(),
    'database' => DB::scalar('select now()'),
    'try' => [
        'GET /items', 'POST /jobs/{name}/{seconds}', 'POST /failing-jobs/{name}', 'GET /runs/job', 'GET /runs/tick',
        'POST /mail/{recipient}', 'POST /files', 'GET /visits', 'GET /exception', 'GET /slow/{milliseconds}',
    ],
]);

// How often each job has finished, or each minute has ticked.
Route::get('/runs/{kind}', fn (string $kind) => DB::table('runs')->where('kind', $kind)->groupBy('name')
    ->orderBy('name')->selectRaw('name, count(*) as runs')->pluck('runs', 'name'));

// Laravel 11 and later bring this route with them.
Route::get('/up', fn () => response('up'));

Route::get('/json', fn () => ['items' => array_map(fn (int $id) => ['id' => $id, 'name' => "item $id"], range(1, 40))]);

Route::get('/items', fn () => DB::table('items')->orderBy('id')->limit(20)->get());

Route::get('/preloaded', fn () => array_fill_keys(opcache_get_status(false)['preload_statistics']['classes'] ?? [], true));

// The visits of this browser, which its session counts, and of all, which the cache counts.
Route::get('/visits', function (Request $request) {
    $request->session()->increment('visits');
    Cache::add('visits', 0);

    return [
        'session' => ['driver' => config('session.driver'), 'visits' => $request->session()->get('visits')],
        'cache' => ['store' => config('cache.default'), 'visits' => Cache::increment('visits')],
    ];
})->middleware(StartSession::class);

Route::get('/database', fn () => DB::select("show session status like 'Ssl_cipher'"));

Route::get('/slow/{milliseconds}', function (int $milliseconds) {
    usleep(1000 * $milliseconds);

    return ['slept' => $milliseconds];
});

// As with a slow database: the worker of php-fpm waits for it.
Route::get('/slow-query/{seconds}', fn (int $seconds) => DB::select('select sleep(?) as woken', [$seconds]));

Route::get('/environment', fn () => Environment::seen());

Route::get('/client', fn (Request $request) => [
    'ip' => $request->ip(),
    'secure' => $request->secure(),
    'request_id' => $request->header('X-Request-Id'),
    'link' => url('/reset'),
    'forged' => array_filter([$request->header('X-Forwarded-Host'), $request->header('X-Forwarded-Prefix')]),
]);

Route::get('/log/{level}', function (string $level) {
    Log::log($level, "a line of level $level", ['placeholder' => 'context']);

    return ['logged' => $level];
});

Route::get('/exception', fn () => throw new \RuntimeException('thrown by the fixture'));

Route::get('/large/{mebibytes}', fn (int $mebibytes) => response()->stream(function () use ($mebibytes) {
    for ($count = 0; $count < $mebibytes; $count++) {
        echo str_repeat('x', 1 << 20);
        flush();
    }
}));

Route::get('/headers/{bytes}', fn (int $bytes) => response('here')->header('X-Long', str_repeat('x', $bytes)));

Route::post('/upload', fn (Request $request) => [
    'bytes' => $request->file('file')->getSize(),
    'sha1' => sha1_file($request->file('file')->path()),
]);

// To the disk of FILESYSTEM_DISK, as a stream.
Route::post('/files', fn (Request $request) => ['path' => $request->file('file')->store('uploads')]);

Route::get('/files/{path}', fn (string $path) => Storage::get($path))->where('path', '.*');

// Server-sent events, one every half second, as response()->eventStream() of Laravel 12 sends them.
Route::get('/events/{count}', fn (int $count) => response()->stream(function () use ($count) {
    for ($event = 1; $event <= $count; $event++) {
        echo "data: $event\n\n";
        ob_get_level() > 0 && ob_flush();
        flush();
        usleep(500_000);
    }
}, 200, ['Content-Type' => 'text/event-stream', 'Cache-Control' => 'no-cache', 'X-Accel-Buffering' => 'no']));

Route::post('/body', fn (Request $request) => ['bytes' => strlen($request->getContent())]);

Route::post('/jobs/{name}/{seconds}', function (Request $request, string $name, int $seconds) {
    Work::dispatch($name, $seconds)->delay($request->query('delay'))->onQueue($request->query('queue'));

    return ['queued' => $name];
});

Route::post('/mail/{recipient}', function (Request $request, string $recipient) {
    $from = $request->query('from', config('mail.from.address'));
    Mail::raw('Welcome', fn ($mail) => $mail->from($from)->to($recipient)->subject('Hello'));

    return ['mailed' => $recipient];
});

Route::post('/failing-jobs/{name}', function (string $name) {
    Fail::dispatch($name);

    return ['queued' => $name];
});
