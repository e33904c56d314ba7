import type { ContainerLog } from "./container-log";

/** www-data of the Debian images: user and group. */
const USER = "33:33";

/** A writable mount in memory; its content counts towards the container's memory and is gone with it. */
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
  /** What the container may write, as its root file system is read-only. */
  readonly scratch: readonly Scratch[];

  /**
   * What says that the container does its work, and the seconds it may take until that must pass.
   *
   * @default none: the container's end says how it went
   */
  readonly healthCheck?: { readonly command: string[]; readonly startPeriodSeconds: number };

  /** Whether the root file system can be written: ECS Exec's agent needs that. */
  readonly writableRoot: boolean;
}

/**
 * A container as ECS wants it described, hardened alike for every role: no root, no capabilities, no way to gain
 * privileges, a read-only root file system, an init process that passes signals on and reaps children, a hard memory
 * limit.
 *
 * ECS drops a key it does not know without a word, so the keys stand here once.
 */
export function containerDefinition(props: ContainerProps) {
  return {
    name: props.name,
    image: props.image,
    essential: true,
    memory: props.memoryMiB,
    user: USER,
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
