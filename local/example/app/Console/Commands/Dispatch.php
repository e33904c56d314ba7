<?php

namespace App\Console\Commands;

use App\Jobs\Work;
use Illuminate\Console\Command;

class Dispatch extends Command
{
    protected $signature = 'fixture:dispatch {name} {--seconds=0}';

    public function handle(): void
    {
        Work::dispatch($this->argument('name'), (int) $this->option('seconds'));
    }
}
