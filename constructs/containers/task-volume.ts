import type { EcsTaskDefinitionVolume } from "@cdktf/provider-aws/lib/ecs-task-definition";
import { USER_ID } from "./container-definition";

const NAME = "php-fpm";

/**
 * A directory in memory that PHP-FPM and nginx of one task share, for the sockets of PHP-FPM: other containers of the host,
 * which reach every port of this task, cannot connect to them. The images know its path.
 *
 * Docker creates it with the task, and mounts it with these options ("docker volume create", driver-specific options).
 */
export const SOCKET_VOLUME: EcsTaskDefinitionVolume = {
  name: NAME,
  dockerVolumeConfiguration: {
    scope: "task",
    driver: "local",
    driverOpts: {
      type: "tmpfs",
      device: "tmpfs",
      o: `size=1m,mode=0700,uid=${USER_ID},gid=${USER_ID},nosuid,nodev,noexec`,
    },
  },
};

/** What a container definition needs to use it. */
export const SOCKET_MOUNT = {
  mountPoints: [{ sourceVolume: NAME, containerPath: "/run/php-fpm", readOnly: false }],
};
