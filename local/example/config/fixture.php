<?php

return [
    'hostile' => env('HOSTILE'),
    'version' => is_file(base_path('REVISION')) ? trim(file_get_contents(base_path('REVISION'))) : 'unknown',
    'tick_seconds' => (int) env('TICK_SECONDS', 0),
    'trusted_proxies' => env('TRUSTED_PROXIES'),
];
