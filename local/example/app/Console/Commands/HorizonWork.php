<?php

namespace App\Console\Commands;

use Illuminate\Console\Command;

/** As of Laravel Horizon: `queue:work` by another name. */
class HorizonWork extends Command
{
    protected $signature = 'horizon:work {connection}';

    public function handle(): int
    {
        return $this->call('queue:work', ['connection' => $this->argument('connection'), '--sleep' => 1]);
    }
}
