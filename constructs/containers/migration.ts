import type { Environment } from "../../config/environment";
import type { ContainerLog } from "./container-log";
import type { Application } from "./laravel-container";
import { laravelContainer } from "./laravel-container";

/** A migration that is stopped gets the longest time there is to come to an end. */
const STOP_SECONDS = 120;

/**
 * Migrates the database, one at a time, and ends with its exit code. Started before new code takes traffic, by
 * `aws ecs run-task --task-definition <name>-migrate` or by the deploy command.
 *
 * Where the application has a database user of its own, this container alone connects as the other one, and makes it.
 */
export function migrationContainer(
  application: Application,
  { database, oneOffTask }: Environment,
  log: ContainerLog,
  databasePasswordArn: string,
) {
  const { username, applicationUser } = database;
  const { DB_PASSWORD: applicationPasswordArn, ...secretArns } = application.secretArns;
  const container = (secretArns: Application["secretArns"]) =>
    laravelContainer(
      { ...application, secretArns },
      {
        name: "migrate",
        command: ["migrate"],
        memoryMiB: oneOffTask.memoryMiB,
        log,
        stopTimeoutSeconds: STOP_SECONDS,
      },
    );
  if (!applicationUser || applicationPasswordArn === undefined) return container(application.secretArns);

  return {
    ...container({
      ...secretArns,
      DB_PASSWORD: databasePasswordArn,
      DB_APPLICATION_PASSWORD: applicationPasswordArn,
    }),
    // Wins over the environment file, which names the application's user.
    environment: [
      { name: "DB_USERNAME", value: username },
      { name: "DB_APPLICATION_USERNAME", value: applicationUser.username },
    ],
  };
}
