import type { Environment } from "../../config/environment";
import type { Finding } from "./finding";
import { DISK_FULL } from "./image-pull";
import type { Rule } from "./rule";
import { command } from "./rule";

type Explanation = Pick<Finding, "cause" | "why" | "next"> & { readonly what: string };

/**
 * What containers complain about. Sources: the errors of PDO MySQL (MySQL 8.4 Reference, "Client Error Message Reference"
 * and "Server Error Message Reference"), of PHP and of Laravel.
 */
const COMPLAINTS: readonly (readonly [RegExp, (environment: Environment) => Explanation])[] = [
  [
    /\[2002\]|Connection refused.*mysql|php_network_getaddresses/i,
    ({ name }) => ({
      cause: "database-unreachable",
      what: "the database cannot be reached",
      why: "It is down, restarts or fails over, or its security group does not let the hosts in.",
      next: `Look at it: aws rds describe-db-instances --db-instance-identifier ${name} --query 'DBInstances[].DBInstanceStatus'`,
    }),
  ],
  [
    /\[1045\]|Access denied for user/i,
    (environment) => ({
      cause: "database-refused",
      what: "the database refuses the password",
      why: "The password was rotated after these tasks started: they read it only once.",
      next: `Start them anew: ${command(environment, "deploy")} with the tag that runs.`,
    }),
  ],
  [
    /\[3159\]|require_secure_transport/i,
    () => ({
      cause: "database-refused",
      what: "the database refuses a connection without TLS",
      why: "It demands TLS, and Laravel did not ask for it.",
      next: "Set MYSQL_ATTR_SSL_CA in config/database.php (docs/laravel.md).",
    }),
  ],
  [
    /\[1040\]|Too many connections/i,
    () => ({
      cause: "database-refused",
      what: "the database has no connection left",
      why: "More PHP processes and workers than it takes connections.",
      next: "Lower the number of tasks or of PHP-FPM's children, or take a larger database.instanceClass.",
    }),
  ],
  [
    /\[1049\]|Unknown database/i,
    () => ({
      cause: "database-refused",
      what: "the database of that name does not exist",
      why: "database.databaseName was changed after the instance was made: RDS makes it only at birth.",
      next: "Set the old name again, or create the database.",
    }),
  ],
  [
    /No application encryption key has been specified|Unsupported cipher or incorrect key length/i,
    () => ({
      cause: "application-key",
      what: "APP_KEY is missing or malformed",
      why: "Laravel wants base64: and 32 bytes.",
      next: "APP_KEY must be a generated secret, or be set with the output of `php artisan key:generate --show`.",
    }),
  ],
  [
    /Allowed memory size of \d+ bytes exhausted/i,
    () => ({
      cause: "php-memory",
      what: "a PHP process reached its memory_limit",
      why: "One request or job needs more than PHP allows it; the container itself goes on.",
      next: "Find the request in the log. Raise memory_limit, and the container's memoryMiB with it.",
    }),
  ],
  [
    /Read-only file system|Permission denied.*(storage|bootstrap\/cache)/i,
    () => ({
      cause: "read-only-file",
      what: "the application writes where it may not",
      why: "The root file system is read-only; /tmp, storage and bootstrap/cache are in memory.",
      next: "Write to storage, or keep files in S3.",
    }),
  ],
  [/No space left on device/i, () => ({ what: "a disk is full", ...DISK_FULL })],
];

/** A complaint that was not repeated for this long is over. */
const RECENT_MILLISECONDS = 5 * 60_000;

/** What the recent lines of the containers complain about; each kind once, for each container. */
export const complaints: Rule = (environment, { at: now, logs = [] }) => {
  const found = new Map<string, Finding>();
  const recent = logs.filter(({ at }) => now.getTime() - at.getTime() < RECENT_MILLISECONDS);
  for (const { container, text } of recent) {
    for (const [pattern, explain] of COMPLAINTS) {
      if (!pattern.test(text)) continue;
      const { cause, what, why, next } = explain(environment);
      found.set(`${container} ${what}`, {
        cause,
        what: `${container}: ${what}`,
        why: `${why} Its log says: ${text.trim().slice(0, 300)}`,
        next,
      });
      break;
    }
  }
  return [...found.values()];
};
