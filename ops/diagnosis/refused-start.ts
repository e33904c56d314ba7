import type { LogLine } from "../ecs/log-stream";
import type { Finding } from "./finding";

/** How docker/app/bin/entrypoint and preflight begin a line, and where the fix begins. */
const BEGINNING = "entrypoint: ";
const FIX = " Fix: ";

/** Why the image refused to start the application: every mistake that it found, each with its fix. Undefined if it did not refuse. */
export function whyRefused(lines: readonly LogLine[]): Pick<Finding, "cause" | "why" | "next"> | undefined {
  const refusals = lines
    .flatMap(refusalsIn)
    .filter((text) => text.includes(FIX))
    .map((text) => text.slice(BEGINNING.length).split(FIX));
  // A container that ECS restarts in its task writes the same lines again.
  const once = new Map(refusals.map(([problem = "", ...fix]) => [problem, fix.join(FIX)]));
  if (once.size === 0) return undefined;
  return {
    cause: "start-refused",
    why: ["The image refused the application:", ...once.keys()].join("\n"),
    next: [...once.values()].join("\n"),
  };
}

/**
 * The lines of the image in a log event, which also contains the lines after it that are not entries of Laravel's log
 * (constructs/containers/container-log.ts). Visitors may have a part in an event that begins otherwise, but not in a migration.
 */
function refusalsIn({ container, text }: LogLine): string[] {
  if (container !== "migrate" && !text.startsWith(BEGINNING)) return [];
  return text
    .split("\n")
    .map((line) => line.trimEnd())
    .filter((line) => line.startsWith(BEGINNING));
}
