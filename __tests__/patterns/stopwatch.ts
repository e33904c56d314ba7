import { createContext, Script } from "node:vm";
import { computed } from "../helpers/computed";
import type { SourcePattern } from "./source-patterns";

/** Stops an expression that would never end. V8 checks for it when it backtracks. */
const TIMEOUT_MILLISECONDS = 1_000;

/** An expression that has computed for so long counts as one that never ends. */
const TOO_LONG_MILLISECONDS = 500;

const MEASURE = new Script(`
  const timeOf = (text) => {
    const pattern = new RegExp(source, flags);
    const started = now();
    if (pattern.global) text.replace(pattern, "");
    else pattern.test(text);
    return now() - started;
  };
  for (const text of texts) {
    let time = timeOf(text);
    // The process also does other work, e.g. it collects garbage: only a text that is slow twice ends the search.
    if (time > enough) time = Math.min(time, timeOf(text));
    times.push(time);
    if (time > enough) break;
  }
`);

/** How long a pattern computes for each text, in milliseconds, up to the first that it does not end for: Infinity. */
export function timesOf(
  { source, flags }: Pick<SourcePattern, "source" | "flags">,
  texts: readonly string[],
  enough = Infinity,
  timeout = TIMEOUT_MILLISECONDS,
): number[] {
  const context = createContext({ source, flags, texts, enough, now: computed, times: [] });
  const started = computed();
  try {
    MEASURE.runInContext(context, { timeout });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ERR_SCRIPT_EXECUTION_TIMEOUT") throw error;
    // The timeout is real time: on a busy machine the expression may have computed for a part of it only.
    const hasComputed = computed() - started >= TOO_LONG_MILLISECONDS;
    if (!hasComputed) return timesOf({ source, flags }, texts, enough, 2 * timeout);
    return [...(context.times as number[]), Infinity];
  }
  return context.times as number[];
}
