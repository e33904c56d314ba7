import type { KnownEvent } from "./events";
import { lastBadEnd, lastLines, logOf } from "./evidence";
import { deploymentFacts } from "./facts";
import type { Findings } from "./message";

/**
 * Finds out what an event does not say. What AWS does not tell in time is missing in the message, and the message says so:
 * a reason that comes late is no reason to say nothing.
 */
export async function investigate(name: string, event: KnownEvent, signal: AbortSignal): Promise<Findings> {
  const missing: string[] = [];
  const attempt = async <T>(question: Promise<T>): Promise<T | undefined> =>
    question.catch((error: Error) => {
      missing.push(`AWS did not tell more: ${error.message}`);
      return undefined;
    });

  const [facts, task] = await Promise.all([
    event.kind === "deployment" ? attempt(deploymentFacts(name, event.service, event.at, signal)) : undefined,
    taskOf(name, event, signal, attempt),
  ]);
  const log = task && logOf(name, task);
  const lines = (log && (await attempt(lastLines(log, signal)))) ?? [];
  return { facts, task, log, lines, missing };
}

function taskOf(
  name: string,
  event: KnownEvent,
  signal: AbortSignal,
  attempt: <T>(question: Promise<T>) => Promise<T | undefined>,
) {
  if (event.kind === "task")
    return event.phase === "pending" || event.phase === "running" ? undefined : event.task;
  if (event.kind === "deployment" && event.phase === "failed") {
    return attempt(lastBadEnd(name, event.service, signal, event.deploymentId));
  }
  return event.kind === "action" ? attempt(lastBadEnd(name, event.service, signal)) : undefined;
}
