<?php

namespace App\Jobs;

use Illuminate\Bus\Queueable;
use Illuminate\Contracts\Queue\ShouldQueue;
use Illuminate\Foundation\Bus\Dispatchable;
use Illuminate\Queue\InteractsWithQueue;
use Illuminate\Support\Facades\DB;
use Illuminate\Support\Facades\Log;

class Work implements ShouldQueue
{
    use Dispatchable, InteractsWithQueue, Queueable;

    public function __construct(public string $name, public int $seconds) {}

    public function handle(): void
    {
        Log::info("job {$this->name} started");
        $until = microtime(true) + $this->seconds;
        // sleep() ends early when a signal comes.
        while (($left = $until - microtime(true)) > 0) {
            usleep((int) min(1e6 * $left, 100_000));
        }
        DB::table('runs')->insert(['kind' => 'job', 'name' => $this->name]);
        Log::info("job {$this->name} finished");
    }
}
