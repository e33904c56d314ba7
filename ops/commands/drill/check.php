<?php

/*
 * Reads a restored database and the present one, and prints what it found as one line of JSON. It runs in the migration's container,
 * which has the password, and changes nothing. ops gives it to `php -r`, so that it also runs in images that were built before it.
 *
 * Environment: CHECKED_HOST, CHECKED_PORT, and those of Laravel: DB_HOST, DB_PORT, DB_DATABASE, DB_USERNAME, DB_PASSWORD.
 */

$connect = function (string $host, string $port): PDO {
    $options = [PDO::ATTR_ERRMODE => PDO::ERRMODE_EXCEPTION, PDO::ATTR_TIMEOUT => 20];
    if ($authority = getenv('MYSQL_ATTR_SSL_CA')) {
        $options[PDO::MYSQL_ATTR_SSL_CA] = $authority;
    }
    $server = "mysql:host=$host;port=$port;dbname=".getenv('DB_DATABASE');

    return new PDO($server, getenv('DB_USERNAME'), getenv('DB_PASSWORD'), $options);
};
$tables = fn (PDO $pdo): array => $pdo->query(
    'SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE() AND table_type = \'BASE TABLE\''
)->fetchAll(PDO::FETCH_COLUMN);
$last = fn (PDO $pdo) => $pdo->query('SELECT migration FROM migrations ORDER BY id DESC LIMIT 1')->fetchColumn() ?: null;

try {
    $at = 'restored';
    $copy = $connect(getenv('CHECKED_HOST'), getenv('CHECKED_PORT'));
    $rows = [];
    foreach ($tables($copy) as $table) {
        $rows[$table] = (int) $copy->query('SELECT COUNT(*) FROM `'.str_replace('`', '``', $table).'`')->fetchColumn();
    }
    $migration = $last($copy);

    $at = 'present';
    $present = $connect(getenv('DB_HOST'), getenv('DB_PORT') ?: '3306');
    $known = $present->prepare('SELECT COUNT(*) FROM migrations WHERE migration = ?');
    $known->execute([$migration]);
    $found = [
        'rows' => (object) $rows,
        'migration' => $migration,
        'present' => ['migration' => $last($present), 'knows' => $known->fetchColumn() > 0, 'tables' => $tables($present)],
    ];
} catch (PDOException $error) {
    $found = ['failed' => $at, 'reason' => $error->getMessage()];
}
echo 'database-check ', json_encode($found, JSON_INVALID_UTF8_SUBSTITUTE), "\n";
