import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Environment } from "../../../../config/environment";
import type { Examined } from "../examine";
import { examine } from "../examine";
import { Application, PROJECT } from "./application";
import type { ApplicationCheck } from "./application-check";
import { cacheStore } from "./cache-store";
import { containers } from "./containers";
import { databaseTls } from "./database-tls";
import { driverPackages } from "./driver-packages";
import { extensions } from "./extensions";
import { filesDisk } from "./files-disk";
import { healthRoute } from "./health-route";
import { horizon } from "./horizon";
import { ignoredFiles } from "./ignored-files";
import { ignoredSettings } from "./ignored-settings";
import { keptState } from "./kept-state";
import { logging } from "./logging";
import { mailer } from "./mailer";
import { packages } from "./packages";
import { phpVersion } from "./php-version";
import { queueConnection } from "./queue-connection";
import { queueNames } from "./queue-names";
import { queuedJobs } from "./queued-jobs";
import { redisConnections } from "./redis-connections";
import { tables } from "./tables";
import { truncatedTables } from "./truncated-tables";
import { trustedProxies } from "./trusted-proxies";
import { workflow } from "./workflow";

/** What the build of the images and the start of a container need. */
export const BUILD_CHECKS: readonly ApplicationCheck[] = [
  containers,
  ignoredFiles,
  packages,
  phpVersion,
  extensions,
  driverPackages,
];

/** In the order of docs/laravel.md. */
const APPLICATION_CHECKS: readonly ApplicationCheck[] = [
  ...BUILD_CHECKS,
  trustedProxies,
  healthRoute,
  logging,
  cacheStore,
  ignoredSettings,
  redisConnections,
  queueConnection,
  queueNames,
  horizon,
  tables,
  keptState,
  filesDisk,
  mailer,
  databaseTls,
  queuedJobs,
  truncatedTables,
  workflow,
];

/** Checks whether a Laravel repository has what docs/laravel.md asks for. A folder that is not such a repository is one problem. */
export async function examineApplication(
  environment: Environment,
  folder: string,
  { project = PROJECT, checks = APPLICATION_CHECKS } = {},
): Promise<Examined[]> {
  const isFolder = existsSync(folder) && statSync(folder).isDirectory();
  if (isFolder && existsSync(join(folder, "artisan"))) {
    return examine(checks, new Application(folder, environment, project), folder);
  }
  const repository: ApplicationCheck = {
    subject: "the Laravel repository",
    look: () => ({
      problems: {
        path: "--app",
        got: isFolder ? "a folder without the file artisan" : "no such folder",
        allowed: "the folder of a Laravel repository",
        fix: "Give its path, e.g. --app ../api",
      },
    }),
  };
  return examine([repository], new Application(folder, environment), folder);
}
