import type { KnownEvent } from "./events";
import { causeOf } from "./stopped-task";

/** Ids and counts, in which two tellings of the same trouble differ. */
const VARIABLE = /[0-9a-f]{8,}|\d+/g;

/** What happens again and again while nobody mends it. An alarm does not: it tells changes only. */
export function troubleOf(event: KnownEvent): string | undefined {
  if (event.kind === "action") {
    return [event.service, event.name, event.reason.replace(VARIABLE, "#")].join();
  }
  if (event.kind !== "task" || event.phase === "pending" || event.phase === "running") return undefined;
  const { name, startedBy } = event.task;
  return [name, startedBy, event.phase, causeOf(event.task).replace(VARIABLE, "#")].join();
}

/** The deployment whose end an event tells. */
export const endOf = (event: KnownEvent): string[] =>
  event.kind === "deployment" && (event.phase === "ended" || event.phase === "failed")
    ? [`over,${event.service},${event.deploymentId}`]
    : [];

/** What makes an event old news: the beginning of a deployment that is over. */
export const overtakenBy = (event: KnownEvent): string[] =>
  event.kind === "deployment" && event.phase === "started"
    ? [`over,${event.service},${event.deploymentId}`]
    : [];
