import {
  FPM_CHILD_MIB,
  FPM_HEALTH_MIB,
  FPM_RESERVE_MIB,
  PHP_MEMORY_LIMIT_MIB,
} from "../../facts/container-variables";
import { nginxMemoryMiB, uploadReserveMiB } from "../../facts/requests";
import type { Environment } from "../environment";
import { show } from "../messages/show";
import { workerGroupsOf } from "../worker-groups";
import type { Check } from "./check";

/** php-fpm does not start if no worker fits (docker/app/bin/fpm-children). */
const appHoldsAWorker: Check = ({ web, env }) => {
  const reserve = Number(env.FPM_RESERVE_MIB ?? FPM_RESERVE_MIB);
  const child = Number(env.FPM_CHILD_MIB ?? FPM_CHILD_MIB);
  const uploads = uploadReserveMiB(web.maximumUploadMiB);
  const least = reserve + uploads + FPM_HEALTH_MIB + child;
  if (web.app.memoryMiB >= least) return undefined;
  return {
    path: "web.app.memoryMiB",
    got: show(web.app.memoryMiB),
    allowed: `${least} or more: ${reserve} that php-fpm shares, ${uploads > 0 ? `${uploads} for large uploads, ` : ""}${FPM_HEALTH_MIB} for its health checks, and ${child} for each of its workers`,
    fix: `Raise it to ${least} or more.`,
  };
};

/** nginx keeps uploads in memory until they are complete. */
const nginxHoldsUploads: Check = ({ web: { nginx, maximumUploadMiB } }) => {
  const least = nginxMemoryMiB(maximumUploadMiB);
  if (nginx.memoryMiB >= least) return undefined;
  return {
    path: "web.nginx.memoryMiB",
    got: show(nginx.memoryMiB),
    allowed: `${least} or more: nginx, and four uploads at once of ${maximumUploadMiB} MiB (web.maximumUploadMiB) with their forms`,
    fix: `Remove it: the default follows from web.maximumUploadMiB. Or raise it to ${least} or more.`,
  };
};

/** Containers that run one PHP process at a time. */
const commands = ({ worker, workers, scheduler, oneOffTask }: Environment) => [
  ...workerGroupsOf({ worker, workers }).map(({ path, memoryMiB }) => ({
    path: `${path}.memoryMiB`,
    memoryMiB,
  })),
  ...(scheduler.runs === "none" ? [] : [{ path: "scheduler.memoryMiB", memoryMiB: scheduler.memoryMiB }]),
  { path: "oneOffTask.memoryMiB", memoryMiB: oneOffTask.memoryMiB },
];

const commandsReachTheirOwnLimit: Check = (environment) =>
  commands(environment).flatMap(
    ({ path, memoryMiB }) =>
      memoryMiB < PHP_MEMORY_LIMIT_MIB && {
        path,
        got: show(memoryMiB),
        allowed: `${PHP_MEMORY_LIMIT_MIB} or more, PHP's memory_limit: with less the kernel kills the container before PHP can log an error`,
        fix: `Raise it to ${PHP_MEMORY_LIMIT_MIB} or more.`,
      },
  );

export const memoryChecks = [appHoldsAWorker, nginxHoldsUploads, commandsReachTheirOwnLimit];
