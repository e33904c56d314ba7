import type { Environment } from "../../config/environment";
import { awsLine } from "../../facts/shell-words";
import type { Finding } from "./finding";
import { DISK_FULL } from "./image-pull";
import type { DiagnosisRule } from "./rule";
import { workloadsOf } from "../ecs/workloads";
import { quoted } from "./container-end";
import { runtimeError } from "./runtime-errors";

/** An error, and what it means. */
interface Complaint extends Omit<Finding, "next"> {
  readonly pattern: RegExp;
  readonly next: string | ((environment: Environment) => string);
}

/**
 * How the message of an error begins. Sources: the errors of PDO MySQL (MySQL 8.4 Reference, "Client Error Message Reference" and
 * "Server Error Message Reference"), of PHP, of Laravel and of docker/app/bin/preflight. Only the beginning counts: what follows may
 * quote the values of a statement, which visitors choose.
 */
const COMPLAINTS: readonly Complaint[] = [
  {
    pattern: /^SQLSTATE\[\w{5}\] \[2002\]|^PDO::__construct\(\): php_network_getaddresses: /,
    cause: "database-unreachable",
    what: "the database cannot be reached",
    why: "The database is down, restarting or failing over, or its security group does not allow the hosts.",
    next: (environment) =>
      `Check its status: ${awsLine(environment, "rds", "describe-db-instances", "--db-instance-identifier", environment.name, "--query", "DBInstances[].DBInstanceStatus")}`,
  },
  {
    pattern: /^SQLSTATE\[\w{5}\] \[1045\] /,
    cause: "database-refused",
    what: "the database rejects the password",
    why: "The password was rotated after these tasks started. Tasks read it only at their start.",
    next: (environment) =>
      [
        "Restart the tasks:",
        ...workloadsOf(environment).map((service) =>
          awsLine(
            environment,
            "ecs",
            "update-service",
            "--cluster",
            environment.name,
            "--service",
            service,
            "--force-new-deployment",
          ),
        ),
      ].join("\n"),
  },
  {
    pattern: /^SQLSTATE\[\w{5}\] \[3159\] /,
    cause: "database-refused",
    what: "the database rejects a connection without TLS",
    why: "The database requires TLS, and Laravel did not use it.",
    next: "Set MYSQL_ATTR_SSL_CA in config/database.php (docs/laravel.md).",
  },
  {
    pattern: /^SQLSTATE\[\w{5}\] \[1040\] /,
    cause: "database-refused",
    what: "the database has no free connection",
    why: "There are more PHP processes and workers than connections.",
    next: "Lower the number of tasks or of PHP-FPM processes, or use a larger database.instanceClass.",
  },
  {
    pattern: /^SQLSTATE\[\w{5}\] \[1049\] /,
    cause: "database-refused",
    what: "the database with this name does not exist",
    why: "database.databaseName was changed later. RDS creates the database only together with the instance.",
    next: "Set the old name again, or create the database with SQL.",
  },
  {
    pattern:
      /^(?:No application encryption key has been specified|Unsupported cipher or incorrect key length|APP_KEY is (?:missing|not a key))/,
    cause: "application-key",
    what: "APP_KEY is missing or malformed",
    why: "Laravel needs `base64:` and 32 encoded bytes.",
    next: "Make APP_KEY a generated secret, or set it to the output of `php artisan key:generate --show`.",
  },
  {
    pattern: /^Allowed memory size of \d+ bytes exhausted/,
    cause: "php-memory",
    what: "a PHP process reached its memory_limit",
    why: "A request or job needed more memory than PHP allows. The container keeps running.",
    next: "Find the request in the log, or raise memory_limit and the container's memoryMiB.",
  },
  {
    pattern:
      /^[\w\\:]{1,100}\([^()\s]{0,500}\): (?:Failed to open stream: )?Read-only file system|^[\w\\:]{1,100}\([^()\s]{0,500}(?:storage|bootstrap\/cache)[^()\s]{0,500}\): (?:Failed to open stream: )?Permission denied|^The stream or file "[^"\s]{0,500}" could not be opened[^:\n]{0,60}: (?:Failed to open stream: )?(?:Read-only file system|Permission denied)/,
    cause: "read-only-file",
    what: "the application writes to a read-only path",
    why: "The root file system is read-only. Only /tmp, storage and bootstrap/cache are writable.",
    next: "Write to storage, or keep files in S3.",
  },
  {
    // PHP, Monolog, nginx. A path with a space may be one that a visitor chose.
    pattern:
      /^[\w\\:]{1,100}\([^()\s]{0,500}\): (?:Failed to open stream: |Write of \d+ bytes failed with errno=28 )No space left on device|^The stream or file "[^"\s]{0,500}" could not be opened[^:\n]{0,60}: (?:Failed to open stream: )?No space left on device|^\w{1,20}\(\) "[^"\s]{0,500}" failed \(28: No space left on device\)/,
    what: "a disk is full",
    ...DISK_FULL,
  },
];

/** An error that was not logged again for this long is over. */
const RECENT_MILLISECONDS = 5 * 60_000;

/** Known errors in the recent log lines, each once for each container. */
export const complaints: DiagnosisRule = (environment, { at: now, logs = [] }) => {
  const found = new Map<string, Finding>();
  const recent = logs.filter(({ at }) => now.getTime() - at.getTime() < RECENT_MILLISECONDS);
  for (const line of recent) {
    const message = runtimeError(line);
    const complaint = COMPLAINTS.find(({ pattern }) => message !== undefined && pattern.test(message));
    if (!complaint) continue;
    const { cause, what, why, next } = complaint;
    found.set(`${line.container} ${what}`, {
      cause,
      what: `${line.container}: ${what}`,
      why: `${why} The log shows: ${quoted(line)}`,
      next: typeof next === "string" ? next : next(environment),
    });
  }
  return [...found.values()];
};
