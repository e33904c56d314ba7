<?php

// The table of sessions has the user of each, whom Laravel asks of a guard. No route signs anyone in.
return [
    'defaults' => ['guard' => 'web'],
    'guards' => ['web' => ['driver' => 'session', 'provider' => 'users']],
    'providers' => ['users' => ['driver' => 'database', 'table' => 'users']],
];
