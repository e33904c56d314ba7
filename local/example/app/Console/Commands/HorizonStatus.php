<?php

namespace App\Console\Commands;

use Illuminate\Console\Command;
use Illuminate\Support\Facades\Redis;

/** As of Laravel Horizon, which keeps the state of its master processes in Redis. */
class HorizonStatus extends Command
{
    protected $signature = 'horizon:status';

    public function handle(): int
    {
        $status = Redis::get('horizon') ?? 'inactive';
        $this->components->info("Horizon is $status.");

        return $status === 'running' ? self::SUCCESS : self::FAILURE;
    }
}
