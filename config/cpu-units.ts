import type { Environment } from "./environment";

/** The share of a web task's CPU units for each container other than the application. */
const SHARE = 1 / 8;

/**
 * CPU units reserved for each container, by its name. Empty if the web service does not scale.
 *
 * ECS measures a service's CPU use against the units in its task definition ("Amazon ECS service utilization metrics"):
 * scaling on CPU needs them. They are also Docker's CPU shares on a busy host, so every container gets some; a container
 * without any would get no CPU next to the application.
 */
export function cpuUnitsOf({
  web,
  worker,
}: Pick<Environment, "web" | "worker">): Readonly<Record<string, number>> {
  if (!web.scaling) return {};
  const share = Math.floor(web.scaling.cpuUnits * SHARE);
  const besideApp = worker.runs === "sidecar" ? 2 : 1;
  return {
    app: web.scaling.cpuUnits - besideApp * share,
    nginx: share,
    worker: share,
    scheduler: share,
    migrate: share,
  };
}
