import type { Environment } from "./environment";
import { workerGroupsOf } from "./worker-groups";

/** The share of a web task's CPU units for each container other than the application. */
const SHARE = 1 / 8;

/** The application's own share is at least this, also beside many workers. */
const SHARE_OF_APP = 1 / 2;

/**
 * CPU units reserved for each container, by its name. Empty if the web service does not scale.
 *
 * ECS measures a service's CPU use against the units in its task definition ("Amazon ECS service utilization metrics"):
 * scaling on CPU needs them. They are also Docker's CPU shares on a busy host, so every container gets some; a container
 * without any would get no CPU next to the application.
 */
export function cpuUnitsOf({
  web,
  ...rest
}: Pick<Environment, "web" | "worker" | "workers">): Readonly<Record<string, number>> {
  if (!web.scaling) return {};
  const groups = workerGroupsOf(rest);
  const besideApp = 1 + groups.filter(({ runs }) => runs === "sidecar").length;
  const share = Math.floor(web.scaling.cpuUnits * Math.min(SHARE, (1 - SHARE_OF_APP) / besideApp));
  return {
    app: web.scaling.cpuUnits - besideApp * share,
    nginx: share,
    worker: share,
    ...Object.fromEntries(groups.map(({ name }) => [name, share])),
    scheduler: share,
    migrate: share,
  };
}
