import type { Environment } from "./environment";

/** Of a web task's CPU units, what each container beside the application gets. */
const SHARE = 1 / 8;

/**
 * CPU units kept for each container, by its name, where the web service scales on CPU; nothing where it does not.
 *
 * ECS measures a service's CPU use against the units its task definition names ("Amazon ECS service utilization
 * metrics"): without any there is nothing to scale on. They also say how Docker divides a busy host, so every container
 * gets some, or those without would starve beside the application.
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
