import type { Environment } from "../../config/environment";
import { applyLine } from "./command-line";
import { Refusal } from "./refusal";

/** @throws Refusal for an environment without hosts and services, for a command that needs them */
export function requireRunning(environment: Environment): void {
  if (environment.running) return;
  const { environment: name } = environment;
  throw new Refusal(
    `${name} is switched off: it has no hosts and no services.\n` +
      `Fix: Remove "running: false" from environments/${name}.ts, then run: ${applyLine(environment, "base", "service")}`,
  );
}
