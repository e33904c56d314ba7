import { createContext, Script } from "node:vm";
import { computed } from "../helpers/computed";
import type { SourcePattern } from "./source-patterns";

/** Stops an expression that would never end. V8 checks for it when it backtracks. */
const TIMEOUT_MILLISECONDS = 1_000;

const MEASURE = new Script(`
  for (const text of texts) {
    const pattern = new RegExp(source, flags);
    const started = now();
    if (pattern.global) text.replace(pattern, "");
    else pattern.test(text);
    times.push(now() - started);
    if (times.at(-1) > enough) break;
  }
`);

/** How long a pattern computes for each text, in milliseconds, up to the first that it does not end for: Infinity. */
export function timesOf(
  { source, flags }: Pick<SourcePattern, "source" | "flags">,
  texts: readonly string[],
  enough = Infinity,
): number[] {
  const context = createContext({ source, flags, texts, enough, now: computed, times: [] });
  const started = computed();
  try {
    MEASURE.runInContext(context, { timeout: TIMEOUT_MILLISECONDS });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ERR_SCRIPT_EXECUTION_TIMEOUT") throw error;
    // The timeout is real time: on a busy machine the expression may have computed for a part of it only.
    if (computed() - started < TIMEOUT_MILLISECONDS / 2) return timesOf({ source, flags }, texts, enough);
    return [...(context.times as number[]), Infinity];
  }
  return context.times as number[];
}
