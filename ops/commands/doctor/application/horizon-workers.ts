import type { Problem } from "../../../../config/messages/problem";
import type { Maybe } from "../../../../facts/given";
import { literal } from "../../../../facts/literal";
import type { Application } from "./application";
import { entriesOf, entryOf } from "./php";

export const HORIZON_FILE = "config/horizon.php";

/** Laravel's own, of `config/app.php`. */
const DEFAULT_APP_ENV = "production";

/** What a process of Horizon has for itself before it does anything: measured with Laravel 12 and 13, see docs/laravel.md. */
const PROCESS_MIB = 32;

/** The same with room for the jobs. */
const WORKING_PROCESS_MIB = 50;

/**
 * Horizon starts the workers of the entry of `environments` whose name matches APP_ENV. Without one it runs and processes no job,
 * until its health check fails after two minutes; with too many it uses up its memory while jobs wait. The file that
 * `horizon:install` writes has production with 10 workers, and local ("Laravel Horizon", Laravel documentation, "Environments"). A
 * list that is not written out is accepted.
 */
export function problemOfWorkers(application: Application): Maybe<Problem> {
  const code = application.code(HORIZON_FILE) ?? "";
  const environments = entryOf(code, "environments");
  const names = entriesOf(environments);
  const appEnv = application.settings.APP_ENV ?? DEFAULT_APP_ENV;
  const name = names.find((pattern) => matches(pattern, appEnv));
  if (names.length === 0) return undefined;
  return name === undefined
    ? withoutWorkers(names, appEnv)
    : beyondMemory(application, name, maxProcesses(entryOf(environments, name)));
}

const withoutWorkers = (names: readonly string[], appEnv: string): Problem => ({
  path: HORIZON_FILE,
  got: `environments for ${names.join(" and ")}, but APP_ENV is ${appEnv}`,
  allowed: `an entry ${appEnv}, or '*' for all others: without one Horizon starts no worker`,
  fix: `Write in environments: '${appEnv}' => ['supervisor-1' => ['maxProcesses' => 2]],`,
});

/** The workers of each supervisor that sets a number; `defaults` may set those of others. */
const maxProcesses = (entry: string): number[] =>
  [...entry.matchAll(/['"]maxProcesses['"]\s*=>\s*(\d+)/g)].map(([, count]) => Number(count));

function beyondMemory({ environment: { worker } }: Application, name: string, counts: number[]) {
  const workers = counts.reduce((sum, count) => sum + count, 0);
  const processes = 1 + counts.length + workers;
  return (
    processes * PROCESS_MIB > worker.memoryMiB && {
      path: HORIZON_FILE,
      got: `${workers} workers (maxProcesses in ${name}), and worker.memoryMiB is ${worker.memoryMiB}`,
      allowed: `${PROCESS_MIB} MiB at least for each of the ${processes} processes: the master, each supervisor, each worker`,
      fix: `Set a lower maxProcesses, or worker.memoryMiB to ${processes * WORKING_PROCESS_MIB} or more.`,
    }
  );
}

/** As `Illuminate\\Support\\Str::is`. */
const matches = (pattern: string, value: string) =>
  new RegExp(`^${pattern.split("*").map(literal).join(".*")}$`).test(value);
