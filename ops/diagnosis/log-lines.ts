import type { Environment } from "../../config/environment";
import { awsLine } from "../../facts/shell-words";
import type { Finding } from "./finding";
import { DISK_FULL } from "./image-pull";
import type { DiagnosisRule } from "./rule";
import { commandLine } from "../cli/command-line";

type Explanation = Pick<Finding, "cause" | "why" | "next"> & { readonly what: string };

/**
 * Errors in the logs of containers. Sources: the errors of PDO MySQL (MySQL 8.4 Reference, "Client Error Message Reference"
 * and "Server Error Message Reference"), of PHP and of Laravel.
 */
const COMPLAINTS: readonly (readonly [RegExp, (environment: Environment) => Explanation])[] = [
  [
    /\[2002\]|Connection refused.*mysql|php_network_getaddresses/i,
    (environment) => ({
      cause: "database-unreachable",
      what: "the database cannot be reached",
      why: "The database is down, restarting or failing over, or its security group does not allow the hosts.",
      next: `Check its status: ${awsLine(environment, "rds", "describe-db-instances", "--db-instance-identifier", environment.name, "--query", "DBInstances[].DBInstanceStatus")}`,
    }),
  ],
  [
    /\[1045\]|Access denied for user/i,
    (environment) => ({
      cause: "database-refused",
      what: "the database rejects the password",
      why: "The password was rotated after these tasks started. Tasks read it only at their start.",
      next: `Restart the tasks: ${commandLine(environment, "deploy", "--tag <tag that is running>")}`,
    }),
  ],
  [
    /\[3159\]|require_secure_transport/i,
    () => ({
      cause: "database-refused",
      what: "the database rejects a connection without TLS",
      why: "The database requires TLS, and Laravel did not use it.",
      next: "Set MYSQL_ATTR_SSL_CA in config/database.php (docs/laravel.md).",
    }),
  ],
  [
    /\[1040\]|Too many connections/i,
    () => ({
      cause: "database-refused",
      what: "the database has no free connection",
      why: "There are more PHP processes and workers than connections.",
      next: "Lower the number of tasks or of PHP-FPM processes, or use a larger database.instanceClass.",
    }),
  ],
  [
    /\[1049\]|Unknown database/i,
    () => ({
      cause: "database-refused",
      what: "the database with this name does not exist",
      why: "database.databaseName was changed later. RDS creates the database only together with the instance.",
      next: "Set the old name again, or create the database with SQL.",
    }),
  ],
  [
    /No application encryption key has been specified|Unsupported cipher or incorrect key length/i,
    () => ({
      cause: "application-key",
      what: "APP_KEY is missing or malformed",
      why: "Laravel needs `base64:` and 32 encoded bytes.",
      next: "Make APP_KEY a generated secret, or set it to the output of `php artisan key:generate --show`.",
    }),
  ],
  [
    /Allowed memory size of \d+ bytes exhausted/i,
    () => ({
      cause: "php-memory",
      what: "a PHP process reached its memory_limit",
      why: "A request or job needed more memory than PHP allows. The container keeps running.",
      next: "Find the request in the log, or raise memory_limit and the container's memoryMiB.",
    }),
  ],
  [
    /Read-only file system|Permission denied.*(storage|bootstrap\/cache)/i,
    () => ({
      cause: "read-only-file",
      what: "the application writes to a read-only path",
      why: "The root file system is read-only. Only /tmp, storage and bootstrap/cache are writable.",
      next: "Write to storage, or keep files in S3.",
    }),
  ],
  [/No space left on device/i, () => ({ what: "a disk is full", ...DISK_FULL })],
];

/** An error that was not logged again for this long is over. */
const RECENT_MILLISECONDS = 5 * 60_000;

/** Known errors in the recent log lines, each once for each container. */
export const complaints: DiagnosisRule = (environment, { at: now, logs = [] }) => {
  const found = new Map<string, Finding>();
  const recent = logs.filter(({ at }) => now.getTime() - at.getTime() < RECENT_MILLISECONDS);
  for (const { container, text } of recent) {
    for (const [pattern, explain] of COMPLAINTS) {
      if (!pattern.test(text)) continue;
      const { cause, what, why, next } = explain(environment);
      found.set(`${container} ${what}`, {
        cause,
        what: `${container}: ${what}`,
        why: `${why} The log shows: ${text.trim().slice(0, 300)}`,
        next,
      });
      break;
    }
  }
  return [...found.values()];
};
