import type { Problem } from "../../../../config/messages/problem";
import { literal } from "../../../../facts/literal";
import type { Application } from "./application";
import { entriesOf, entryOf } from "./php";

export const HORIZON_FILE = "config/horizon.php";

/** Laravel's own, of `config/app.php`. */
const DEFAULT_APP_ENV = "production";

/**
 * Horizon starts the workers of the entry of `environments` whose name matches APP_ENV. Without one it runs, its health check
 * passes, and no job is processed. The file that `horizon:install` writes has production and local ("Laravel Horizon", Laravel
 * documentation, "Environments"). A list that is not written out is accepted.
 */
export function problemsOfWorkers(application: Application): Problem[] {
  const names = entriesOf(entryOf(application.code(HORIZON_FILE) ?? "", "environments"));
  const appEnv = application.settings["APP_ENV"] ?? DEFAULT_APP_ENV;
  if (names.length === 0 || names.some((name) => matches(name, appEnv))) return [];
  return [
    {
      path: HORIZON_FILE,
      got: `environments for ${names.join(" and ")}, but APP_ENV is ${appEnv}`,
      allowed: `an entry ${appEnv}, or '*' for all others: without one Horizon starts no worker`,
      fix: `Write in environments: '${appEnv}' => ['supervisor-1' => ['maxProcesses' => 2]],`,
    },
  ];
}

/** As `Illuminate\\Support\\Str::is`. */
const matches = (pattern: string, value: string) =>
  new RegExp(`^${pattern.split("*").map(literal).join(".*")}$`).test(value);
