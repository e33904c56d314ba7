/** What a visitor types into a URL, a header or a form, to be taken for an error. */
const TYPED: readonly string[] = [
  "No space left on device",
  "(28: No space left on device)",
  "[1045]",
  "SQLSTATE[HY000] [1045] Access denied for user 'laravel'@'10.0.0.1'",
  "SQLSTATE[HY000] [2002] Connection refused",
  "SQLSTATE[HY000] [1040] Too many connections",
  "Connection refused mysql",
  "php_network_getaddresses",
  "Allowed memory size of 1 bytes exhausted",
  "No application encryption key has been specified.",
  "Read-only file system",
  "Permission denied storage",
  "exec format error",
  "[2026-11-24 03:00:00] production.ERROR: SQLSTATE[HY000] [1045] Access denied",
  "PHP Fatal error:  Allowed memory size of 1 bytes exhausted",
];

const AT = "[2026-11-24 03:00:00]";
const access = (changes: object) =>
  JSON.stringify({
    time: "2026-11-24T03:00:00+00:00",
    client: "203.0.113.9",
    method: "GET",
    uri: "/",
    status: 200,
    user_agent: "curl/8",
    ...changes,
  });

/** Where a visitor's text is found in the logs, as the container and the log event. */
const PLACES: readonly ((typed: string) => readonly [string, string])[] = [
  (typed) => ["nginx", access({ user_agent: typed })],
  (typed) => ["nginx", access({ uri: `/?q=${typed}`, status: 404 })],
  (typed) => [
    "nginx",
    `203.0.113.9 - - [24/Nov/2026:03:00:00 +0000] "GET /?q=${typed} HTTP/1.1" 200 5 "-" "${typed}"`,
  ],
  (typed) => [
    "nginx",
    `2026/11/24 03:00:00 [error] 29#29: *1 open() "/var/www/html/public/${typed}" failed (2: No such file or directory), client: 203.0.113.9, server: _, request: "GET /${typed} HTTP/1.1"`,
  ],
  (typed) => ["app", `${AT} production.INFO: Search: ${typed}`],
  (typed) => ["app", `${AT} production.WARNING: Login failed for ${typed}`],
  (typed) => ["app", `${AT} production.INFO: Contact form {"name":"a","message":"${typed}"}`],
  (typed) => ["app", `${AT} production.ERROR: The given data was invalid. {"errors":{"name":["${typed}"]}}`],
  (typed) => [
    "app",
    `${AT} production.ERROR: SQLSTATE[23000]: Integrity constraint violation: 1062 Duplicate entry '${typed}' for key 'users.email' (Connection: mysql, SQL: insert into \`users\` (\`email\`) values (${typed}))`,
  ],
  (typed) => [
    "app",
    `${AT} production.ERROR: SQLSTATE[22001]: String data, right truncated: 1406 Data too long for column 'name' at row 1 (SQL: values (${typed}))`,
  ],
  (typed) => [
    "app",
    `${AT} production.ERROR: file_get_contents(/tmp/${typed}.txt): Failed to open stream: No such file or directory`,
  ],
  (typed) => [
    "app",
    `${AT} production.ERROR: The route ${typed} could not be found. {"exception":"[object] (NotFoundHttpException`,
  ],
  (typed) => ["app", JSON.stringify({ message: `Search: ${typed}`, level: 200, level_name: "INFO" })],
  (typed) => [
    "app",
    JSON.stringify({ message: "Payment failed", context: { input: typed }, level_name: "ERROR" }),
  ],
  (typed) => [
    "app",
    JSON.stringify({ message: "x", level_name: "INFO", context: { level_name: "ERROR", message: typed } }),
  ],
  (typed) => ["worker", `${AT} production.INFO: Mail to ${typed}\n${typed}`],
  (typed) => ["worker", `  ${AT} App\\Jobs\\Import ........ ${typed} FAIL`],
  (typed) => ["scheduler", `Running [App\\Report ${typed}] ........ 12ms DONE`],
];

/** Every text in every place. */
export const VISITOR_LINES = PLACES.flatMap((place) => TYPED.map(place));
