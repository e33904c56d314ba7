<?php

namespace App\Console\Commands;

use Illuminate\Console\Command;
use Symfony\Component\Process\PhpExecutableFinder;
use Symfony\Component\Process\Process;

/** In place of Laravel Horizon, which Debian does not have: its master process starts workers, and handles TERM but not QUIT. */
class Horizon extends Command
{
    protected $signature = 'horizon';

    public function handle(): int
    {
        $worker = new Process([(new PhpExecutableFinder)->find(), 'artisan', 'queue:work', 'redis', '--sleep=1'], timeout: null);
        pcntl_async_signals(true);
        pcntl_signal(SIGTERM, fn () => $worker->signal(SIGTERM));
        $worker->start(fn (string $type, string $text) => $this->output->write($text));
        $this->line('horizon started as process '.posix_getpid());
        $worker->wait();
        $this->line('horizon ended its workers');

        return $worker->getExitCode() ?? self::FAILURE;
    }
}
