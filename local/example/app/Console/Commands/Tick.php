<?php

namespace App\Console\Commands;

use App\Environment;
use Illuminate\Console\Command;
use Illuminate\Support\Facades\DB;
use Illuminate\Support\Facades\Log;

class Tick extends Command
{
    protected $signature = 'fixture:tick';

    public function handle(): void
    {
        Log::info('tick of '.date('H:i'));
        DB::table('runs')->insert(['kind' => 'tick', 'name' => date('Y-m-d H:i')]);
        $this->line('tick printed '.json_encode(Environment::seen()));
        sleep(config('fixture.tick_seconds'));
        Log::info('tick finished');
    }
}
