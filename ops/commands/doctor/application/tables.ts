import type { Problem } from "../../../../config/messages/problem";
import { given, type Maybe } from "../../../../facts/given";
import type { Application } from "./application";
import type { ApplicationCheck } from "./application-check";
import { usedDriver } from "./drivers";
import { choiceOf, entryOf } from "./php";

/** The tables of a driver. */
interface Tables {
  readonly names: readonly string[];
  readonly reason: string;

  /** The artisan command that writes their migration, in Laravel 11 and later, and before. */
  readonly commands: readonly [now: string, before: string];
}

/** The drivers `database` need tables, which only the application's migrations create. */
export const tables: ApplicationCheck = {
  subject: "the tables of the cache and the sessions",
  look: (application) => {
    const created = createdTables(application);
    const needed = neededTables(application);
    return {
      seen: needed.flatMap(({ names }) => names).join(", ") || "none needed",
      problems: needed.map((one) => problemsWith(application, one, created)),
      advice: adviceOnFailedJobs(application, created),
    };
  },
};

function neededTables(application: Application): Tables[] {
  const cache = usedDriver(application, "cache");
  const session = usedDriver(application, "session");
  const store = entryOf(application.code("config/cache.php") ?? "", cache?.name ?? "");
  const sessions = application.code("config/session.php") ?? "";
  const nameIn = (code: string, key: string, fallback: string) => choiceOf(code, key)?.fallback ?? fallback;
  return given<Tables>(
    cache?.driver === "database" && {
      names: [nameIn(store, "table", "cache"), nameIn(store, "lock_table", "cache_locks")],
      reason: `${cache.setting} is ${cache.name}`,
      commands: ["make:cache-table", "cache:table"],
    },
    session?.driver === "database" && {
      names: [nameIn(sessions, "table", "sessions")],
      reason: `${session.setting} is ${session.name}`,
      commands: ["make:session-table", "session:table"],
    },
  );
}

/** The tables in the migrations and in the dump of `artisan schema:dump`. */
function createdTables(application: Application): Set<string> {
  const migrations = application
    .files("database/migrations", ".php")
    .map((file) => application.code(file) ?? "");
  const dumps = application.files("database/schema", ".sql").map((file) => application.text(file) ?? "");
  return new Set([
    ...migrations.flatMap((code) => namesIn(code, /(?:::|->)create\s*\(\s*['"](\w+)['"]/g)),
    ...dumps.flatMap((sql) => namesIn(sql, /create table\s+(?:if not exists\s+)?[`"]?(\w+)/gi)),
  ]);
}

const namesIn = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, name = ""]) => name);

const artisan = (application: Application, [now, before]: Tables["commands"]) =>
  `php artisan ${application.isConfiguredInBootstrap ? now : before}`;

function problemsWith(
  application: Application,
  { names, reason, commands }: Tables,
  created: ReadonlySet<string>,
): Maybe<Problem> {
  const missing = names.filter((name) => !created.has(name));
  return (
    missing.length > 0 && {
      path: "database/migrations",
      got: `no migration creates ${missing.length === 1 ? "the table" : "the tables"} ${missing.join(" and ")}, but ${reason}`,
      allowed: "a migration for each table of a driver",
      fix: `Run ${artisan(application, commands)}, and commit the migration.`,
    }
  );
}

/** A job that fails in Laravel's own count is written there. SQS counts here, so that this is rare. */
function adviceOnFailedJobs(application: Application, created: ReadonlySet<string>): Maybe<string> {
  const failed = entryOf(application.code("config/queue.php") ?? "", "failed");
  const driver = choiceOf(failed, "driver")?.fallback ?? "database-uuids";
  const name = choiceOf(failed, "table")?.fallback ?? "failed_jobs";
  return (
    driver.startsWith("database") &&
    !created.has(name) &&
    `No migration creates the table ${name}, where Laravel writes a job that $this->fail() ended. ` +
      `Run ${artisan(application, ["make:queue-failed-table", "queue:failed-table"])}, or write in config/queue.php: 'failed' => ['driver' => 'null'],`
  );
}
