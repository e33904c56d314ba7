import type { ContainerLog } from "./container-log";

/** www-data of the Debian images: user and group. */
export const USER_ID = 33;

/** A writable directory in memory (tmpfs). Its content counts towards the container's memory and is lost with it. */
interface Scratch {
  readonly path: string;
  readonly sizeMiB: number;
}

export interface ContainerProps {
  readonly name: string;
  readonly image: string;
  readonly memoryMiB: number;
  readonly stopTimeoutSeconds: number;
  readonly log: ContainerLog;
  /** The directories that the container can write to. Its root file system is read-only. */
  readonly scratch: readonly Scratch[];

  /**
   * The command that checks the container, and how many seconds it may fail after the start.
   *
   * @default none, for a container that exits when its work is done
   */
  readonly healthCheck?: { readonly command: string[]; readonly startPeriodSeconds: number };

  /** Whether the root file system is writable, which the agent of ECS Exec needs. */
  readonly writableRoot: boolean;
}

/**
 * A container definition of ECS with the same hardening for every workload: no root, no capabilities, no way to gain
 * privileges, a read-only root file system, an init process that forwards signals and reaps children, and a hard memory
 * limit.
 *
 * ECS ignores unknown keys silently, so the keys are written in this file only.
 */
export function containerDefinition(props: ContainerProps) {
  return {
    name: props.name,
    image: props.image,
    essential: true,
    memory: props.memoryMiB,
    user: `${USER_ID}:${USER_ID}`,
    readonlyRootFilesystem: !props.writableRoot,
    dockerSecurityOptions: ["no-new-privileges"],
    linuxParameters: {
      initProcessEnabled: true,
      capabilities: { drop: ["ALL"] },
      tmpfs: props.scratch.map(({ path, sizeMiB }) => ({
        containerPath: path,
        size: sizeMiB,
        mountOptions: ["rw", "nosuid", "nodev", "noexec"],
      })),
    },
    ...(props.healthCheck === undefined
      ? {}
      : {
          healthCheck: {
            command: props.healthCheck.command,
            interval: 15,
            timeout: 5,
            retries: 3,
            startPeriod: props.healthCheck.startPeriodSeconds,
          },
        }),
    stopTimeout: props.stopTimeoutSeconds,
    logConfiguration: props.log.configuration,
  };
}
