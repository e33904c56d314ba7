import type { Cause } from "../../../ops/diagnosis/finding";

const AT = "[2026-11-24 03:00:00]";

const json = (level: string, message: string) =>
  JSON.stringify({
    message,
    context: {},
    level: 400,
    level_name: level,
    channel: "production",
    datetime: "2026-11-24T03:00:00.000000+00:00",
    extra: {},
  });

/** [container, log event, cause]: as Laravel 10 to 12, PHP 8, PHP-FPM, nginx and the entrypoint of the images write them. */
export const REAL_LINES: readonly (readonly [string, string, Cause])[] = [
  [
    "app",
    `${AT} production.ERROR: SQLSTATE[HY000] [2002] Connection refused (Connection: mysql, SQL: select * from \`users\` limit 1) {"exception":"[object] (Illuminate\\Database\\QueryException(code: 2002): SQLSTATE[HY000] [2002] Connection refused`,
    "database-unreachable",
  ],
  ["app", json("ERROR", "SQLSTATE[HY000] [2002] Connection timed out"), "database-unreachable"],
  [
    "app",
    'entrypoint: no response from database "shop" at shop.abc.eu-west-1.rds.amazonaws.com as "laravel" within 60 s (DB_WAIT_SECONDS): SQLSTATE[HY000] [2002] php_network_getaddresses: getaddrinfo for shop.abc failed: Name or service not known',
    "database-unreachable",
  ],
  [
    "worker",
    "PHP Fatal error:  Uncaught PDOException: SQLSTATE[HY000] [2002] Connection refused in /var/www/html/vendor/laravel/framework/src/Illuminate/Database/Connectors/Connector.php:66",
    "database-unreachable",
  ],
  [
    "migrate",
    "\n   Illuminate\\Database\\QueryException \n\n  SQLSTATE[HY000] [2002] Connection refused",
    "database-unreachable",
  ],
  [
    "migrate",
    "\nIn Connection.php line 829:\n                                          \n  SQLSTATE[HY000] [2002] Connection refused",
    "database-unreachable",
  ],
  [
    "app",
    `${AT} production.ERROR: SQLSTATE[HY000] [1045] Access denied for user 'laravel'@'10.0.0.1' (using password: YES)`,
    "database-refused",
  ],
  [
    "app",
    "entrypoint: cannot use database \"shop\" at db.internal as \"laravel\": SQLSTATE[HY000] [1045] Access denied for user 'laravel'@'10.0.0.1' (using password: YES). Fix: check DB_HOST",
    "database-refused",
  ],
  [
    "worker",
    `${AT} production.CRITICAL: SQLSTATE[HY000] [3159] Connections using insecure transport are prohibited while --require_secure_transport=ON.`,
    "database-refused",
  ],
  ["app", json("ERROR", "SQLSTATE[HY000] [1040] Too many connections"), "database-refused"],
  ["scheduler", `${AT} staging.ERROR: SQLSTATE[HY000] [1049] Unknown database 'shop'`, "database-refused"],
  [
    "app",
    `${AT} production.ERROR: No application encryption key has been specified. {"exception":"...`,
    "application-key",
  ],
  [
    "app",
    `${AT} production.ERROR: Unsupported cipher or incorrect key length. Supported ciphers are: aes-128-cbc, aes-256-cbc.`,
    "application-key",
  ],
  [
    "app",
    'entrypoint: APP_KEY is missing. Fix: create one with "php artisan key:generate --show"',
    "application-key",
  ],
  [
    "app",
    "PHP Fatal error:  Allowed memory size of 134217728 bytes exhausted (tried to allocate 20480 bytes) in /var/www/html/app/Report.php on line 9",
    "php-memory",
  ],
  [
    "app",
    "[24-Nov-2026 03:00:00 UTC] PHP Fatal error:  Allowed memory size of 134217728 bytes exhausted (tried to allocate 20480 bytes)",
    "php-memory",
  ],
  [
    "app",
    `${AT} production.ERROR: Allowed memory size of 134217728 bytes exhausted (tried to allocate 20480 bytes) {"exception":`,
    "php-memory",
  ],
  [
    "app",
    `${AT} production.ERROR: file_put_contents(/var/www/html/public/sitemap.xml): Failed to open stream: Read-only file system`,
    "read-only-file",
  ],
  [
    "app",
    `${AT} production.ERROR: file_put_contents(/var/www/html/storage/framework/views/ab12.php): Failed to open stream: Permission denied`,
    "read-only-file",
  ],
  [
    "app",
    'PHP Fatal error:  Uncaught UnexpectedValueException: The stream or file "/var/www/html/storage/logs/laravel.log" could not be opened in append mode: Failed to open stream: Read-only file system',
    "read-only-file",
  ],
  [
    "app",
    `${AT} production.ERROR: file_put_contents(/var/www/html/storage/framework/cache/ab/cd): Failed to open stream: No space left on device`,
    "disk-full",
  ],
  [
    "app",
    `${AT} production.ERROR: file_put_contents(): Write of 8192 bytes failed with errno=28 No space left on device`,
    "disk-full",
  ],
  [
    "nginx",
    '2026/11/24 03:00:00 [crit] 29#29: *12 pwrite() "/tmp/client_temp/0000000007" failed (28: No space left on device), client: 10.0.0.1, server: _, request: "POST /upload HTTP/1.1", host: "api.example.com"',
    "disk-full",
  ],
];
