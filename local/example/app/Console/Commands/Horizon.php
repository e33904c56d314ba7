<?php

namespace App\Console\Commands;

use Illuminate\Console\Command;
use Illuminate\Support\Facades\Redis;
use Symfony\Component\Process\PhpExecutableFinder;
use Symfony\Component\Process\Process;

/**
 * In place of Laravel Horizon, which Debian does not have: its master process starts workers, and handles TERM but not QUIT. As with a
 * maxTime, paused workers end.
 */
class Horizon extends Command
{
    /** The entries of config/horizon.php: with another APP_ENV no worker is started. */
    private const ENVIRONMENTS = ['production'];

    protected $signature = 'horizon';

    public function handle(): int
    {
        $worker = new Process([(new PhpExecutableFinder)->find(), 'artisan', 'horizon:work', 'redis'], timeout: null);
        $signal = fn (int $number) => $worker->isRunning() && $worker->signal($number);
        $stopping = false;
        pcntl_async_signals(true);
        pcntl_signal(SIGTERM, function () use ($signal, &$stopping) {
            $stopping = true;
            $signal(SIGTERM);
        });
        pcntl_signal(SIGUSR2, function () use ($signal) {
            Redis::set('horizon', 'paused');
            $signal(SIGTERM);
        });
        if (in_array(app()->environment(), self::ENVIRONMENTS)) {
            $worker->start(fn (string $type, string $text) => $this->output->write($text));
        }
        Redis::set('horizon', 'running');
        $this->line('horizon started as process '.posix_getpid());
        while (! $stopping || $worker->isRunning()) {
            $worker->isRunning();
            usleep(100_000);
        }
        $this->line('horizon ended its workers');

        return $worker->getExitCode() ?? self::SUCCESS;
    }
}
