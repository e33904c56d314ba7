import type { Environment } from "../environments/environment";
import type { ContainerLog } from "./container-log";
import type { Application } from "./laravel-container";
import { laravelContainer } from "./laravel-container";

/** A migration that is stopped gets the longest time there is to come to an end. */
const STOP_SECONDS = 120;

/**
 * Migrates the database, one at a time, and ends with its exit code. Started before new code takes traffic, by
 * `aws ecs run-task --task-definition <name>-migrate` or by the deploy command.
 */
export function migrationContainer(application: Application, { oneOffTask }: Environment, log: ContainerLog) {
  return laravelContainer(application, {
    name: "migrate",
    command: ["migrate"],
    memoryMiB: oneOffTask.memoryMiB,
    log,
    stopTimeoutSeconds: STOP_SECONDS,
  });
}
