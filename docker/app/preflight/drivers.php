<?php

/** The drivers that the application uses without their packages, which Laravel does not include. */
function problemsOfTheDrivers(array $config): array
{
    // Laravel documentation: "Queues", "Cache", "File Storage", "Mail", "Redis".
    $sdk = 'composer require aws/aws-sdk-php';
    $redis = ($config['database']['redis']['client'] ?? 'phpredis') === 'predis'
        ? ['Predis\Client', 'composer require predis/predis']
        : ['Redis', 'add php8.4-redis to docker/packages.txt, and build the image'];
    $needs = [
        'sqs' => ['Aws\Sqs\SqsClient', $sdk],
        'dynamodb' => ['Aws\DynamoDb\DynamoDbClient', $sdk],
        'ses' => ['Aws\Ses\SesClient', $sdk],
        'ses-v2' => ['Aws\SesV2\SesV2Client', $sdk],
        's3' => ['League\Flysystem\AwsS3V3\AwsS3V3Adapter', 'composer require league/flysystem-aws-s3-v3 "^3.0"'],
        'redis' => $redis,
    ];

    $queue = $config['queue']['default'] ?? '';
    $cache = $config['cache']['default'] ?? '';
    $disk = $config['filesystems']['default'] ?? '';
    $mailer = $config['mail']['default'] ?? '';
    $used = [
        "QUEUE_CONNECTION=$queue" => $config['queue']['connections'][$queue]['driver'] ?? '',
        "CACHE_STORE=$cache" => $config['cache']['stores'][$cache]['driver'] ?? '',
        'SESSION_DRIVER='.($config['session']['driver'] ?? '') => $config['session']['driver'] ?? '',
        "FILESYSTEM_DISK=$disk" => $config['filesystems']['disks'][$disk]['driver'] ?? '',
        "MAIL_MAILER=$mailer" => $config['mail']['mailers'][$mailer]['transport'] ?? '',
    ];

    $problems = [];
    foreach ($used as $setting => $driver) {
        [$class, $fix] = $needs[$driver] ?? [null, null];
        if ($class !== null && ! class_exists($class)) {
            $problems[] = "$setting requires the class $class, which is not in this image. Fix: $fix";
        }
    }

    return $problems;
}
