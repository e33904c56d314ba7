import type { ContainerLog } from "./container-log";
import type { Application } from "./laravel-container";
import { laravelContainer } from "./laravel-container";

/** From the stop signal to the kill. No deployment stops a migration. */
const STOP_SECONDS = 120;

export interface MigrationContainerProps {
  readonly memoryMiB: number;
  readonly log: ContainerLog;

  /** The database user that owns the schema, and the parameter of its password. */
  readonly username: string;
  readonly passwordArn: string;

  /** The database user that the other containers connect as, or `undefined` if it is the same. */
  readonly applicationUsername: string | undefined;
}

/**
 * The one-off task that migrates the database, one at a time, and exits with the command's exit code. The deploy command
 * runs it before new code receives traffic. An operator can run it with `aws ecs run-task --task-definition <name>-migrate`.
 *
 * If the application has a database user of its own, this container alone connects as the owner of the schema, and creates
 * the application's user.
 */
export function migrationContainer(application: Application, props: MigrationContainerProps) {
  const { memoryMiB, log, username, passwordArn, applicationUsername } = props;
  const { DB_PASSWORD: applicationPasswordArn, ...secretArns } = application.secretArns;
  const container = (secrets: Application["secretArns"]) =>
    laravelContainer(
      { ...application, secretArns: secrets },
      { name: "migrate", command: ["migrate"], memoryMiB, log, stopTimeoutSeconds: STOP_SECONDS },
    );
  if (applicationUsername === undefined || applicationPasswordArn === undefined)
    return container(application.secretArns);

  return {
    ...container({
      ...secretArns,
      DB_PASSWORD: passwordArn,
      DB_APPLICATION_PASSWORD: applicationPasswordArn,
    }),
    // These take precedence over the environment file, which names the application's user.
    environment: [
      { name: "DB_USERNAME", value: username },
      { name: "DB_APPLICATION_USERNAME", value: applicationUsername },
    ],
  };
}
