import type { HealthCheck } from "@aws-sdk/client-ecs";
import { setTimeout as sleep } from "node:timers/promises";
import type { RunningContainer } from "../containers/runtime";
import type { Health } from "./control-plane";

/** The time between two checks during the start period ("docker container run", --health-start-interval). */
const START_INTERVAL_SECONDS = 5;

/** Checks a container until it ends. Docker's rules: failures during the start period do not count, until a check passes. */
export async function watchHealth(
  { command = [], interval = 30, timeout = 5, retries = 3, startPeriod = 0 }: HealthCheck,
  container: RunningContainer,
  pace: number,
  report: (health: Health) => void,
): Promise<void> {
  const [kind, ...rest] = command;
  const check = kind === "CMD-SHELL" ? ["/bin/sh", "-c", ...rest] : kind === "CMD" ? rest : command;
  const started = Date.now();
  const ending = new AbortController();
  void container.exited.then(() => ending.abort());
  let passed = false;
  let failures = 0;
  const isStarting = () => !passed && Date.now() - started < startPeriod * 1000 * pace;

  while (!ending.signal.aborted) {
    const seconds = isStarting() ? Math.min(interval, START_INTERVAL_SECONDS) : interval;
    await sleep(seconds * 1000 * pace, undefined, { signal: ending.signal }).catch(() => undefined);
    if (ending.signal.aborted) return;
    // A process needs some time to start, whatever the pace.
    const succeeded = (await container.exec(check, Math.max(1, timeout * pace))) === 0;
    if (ending.signal.aborted) return;
    if (succeeded) passed = true;
    failures = succeeded || isStarting() ? 0 : failures + 1;
    if (succeeded) report("HEALTHY");
    else if (failures >= retries) report("UNHEALTHY");
  }
}
