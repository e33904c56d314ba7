import { appFilesMiB, DEFAULT_UPLOAD_MIB } from "../../facts/requests";
import type { ContainerProps } from "./container-definition";
import { containerDefinition } from "./container-definition";
import type { ContainerLog } from "./container-log";

/** A health check that allows Laravel time to wait for its database and to cache its configuration. */
const healthCheck = (command: string[]) => ({ command, startPeriodSeconds: 60 });

const IS_RUNNING = "/usr/local/bin/is-running";

/** The server responds. Both images contain the command. */
export const SERVER_RESPONDS = healthCheck(["CMD", "/usr/local/bin/healthcheck"]);

/**
 * The process of the workload is running. The image contains the command, because it decides which process that is.
 *
 * An older image without the command passes. Otherwise ECS would replace its containers again and again when the task
 * definition is deployed before the image.
 */
export const isRunning = (workload: "worker" | "horizon" | "scheduler") =>
  healthCheck(["CMD-SHELL", `[ ! -x ${IS_RUNNING} ] || ${IS_RUNNING} ${workload}`]);

/** What the containers of all workloads share: one image, its settings and its secrets. */
export interface Application {
  readonly image: string;
  readonly environmentFileArn: string;

  /** The ARN of each secret's SSM parameter, by environment variable. */
  readonly secretArns: Record<string, string>;

  /** Whether the root file system is writable, which the agent of ECS Exec needs. */
  readonly writableRoot: boolean;
}

export interface LaravelContainerProps {
  readonly name: string;

  /** @default PHP-FPM */
  readonly command?: string[];
  readonly memoryMiB: number;
  readonly log: ContainerLog;

  /** From the stop signal to the kill, for requests, jobs or commands in progress. */
  readonly stopTimeoutSeconds: number;

  /**
   * The size of /tmp.
   *
   * @default that of a web container with uploads of the default size
   */
  readonly filesMiB?: number;

  /** @default none */
  readonly healthCheck?: ContainerProps["healthCheck"];
}

/** A container that runs one workload of the application. */
export function laravelContainer(application: Application, props: LaravelContainerProps) {
  const { name, command, memoryMiB, log, stopTimeoutSeconds, healthCheck } = props;
  const { filesMiB = appFilesMiB(DEFAULT_UPLOAD_MIB) } = props;
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
        { path: "/tmp", sizeMiB: filesMiB },
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
