import type { ContainerProps } from "./container-definition";
import { containerDefinition } from "./container-definition";
import type { ContainerLog } from "./container-log";

/** A health check, with the time Laravel may take to wait for its database and to cache its configuration. */
const healthCheck = (command: string[]) => ({ command, startPeriodSeconds: 60 });

const IS_RUNNING = "/usr/local/bin/is-running";

/** The server answers. Both images bring the check along. */
export const SERVES = healthCheck(["CMD", "/usr/local/bin/healthcheck"]);

/**
 * The process of that role runs. The image has the check, as it knows which process that is.
 *
 * An image that was built before it had the check passes: otherwise ECS would replace its containers for ever, where
 * a definition is deployed before the image.
 */
export const isRunning = (role: "worker" | "scheduler") =>
  healthCheck(["CMD-SHELL", `[ ! -x ${IS_RUNNING} ] || ${IS_RUNNING} ${role}`]);

/** What the containers of all roles share: one image, its settings and its secrets. */
export interface Application {
  readonly image: string;
  readonly environmentFileArn: string;

  /** The parameter that holds each secret setting, by environment variable. */
  readonly secretArns: Record<string, string>;

  /** Whether the root file system can be written: ECS Exec's agent needs that. */
  readonly writableRoot: boolean;
}

export interface LaravelContainerProps {
  readonly name: string;

  /** @default PHP-FPM */
  readonly command?: string[];
  readonly memoryMiB: number;
  readonly log: ContainerLog;

  /** From the stop signal to the kill: for what is in hand. */
  readonly stopTimeoutSeconds: number;

  /** @default none */
  readonly healthCheck?: ContainerProps["healthCheck"];
}

/** A container that runs the application in one of its roles. */
export function laravelContainer(application: Application, props: LaravelContainerProps) {
  const { name, command, memoryMiB, log, stopTimeoutSeconds, healthCheck } = props;
  return {
    ...containerDefinition({
      name,
      image: application.image,
      memoryMiB,
      log,
      stopTimeoutSeconds,
      ...(healthCheck === undefined ? {} : { healthCheck }),
      writableRoot: application.writableRoot,
      scratch: [
        { path: "/tmp", sizeMiB: 64 },
        { path: "/var/www/html/storage", sizeMiB: 64 },
        { path: "/var/www/html/bootstrap/cache", sizeMiB: 8 },
      ],
    }),
    ...(command === undefined ? {} : { command }),
    environmentFiles: [{ type: "s3", value: application.environmentFileArn }],
    secrets: Object.entries(application.secretArns)
      .map(([variable, valueFrom]) => ({ name: variable, valueFrom }))
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
  };
}
