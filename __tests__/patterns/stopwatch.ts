import { createContext, Script } from "node:vm";
import { computed } from "../helpers/computed";
import type { SourcePattern } from "./source-patterns";

/** Stops an expression that would never end. V8 checks for it when it backtracks. */
const TIMEOUT_MILLISECONDS = 450;

/** An expression that has computed for so long counts as one that never ends. */
const TOO_LONG_MILLISECONDS = 350;

/** Everything is in local variables: access to a global one of a context is slower than most expressions. */
const MEASURE = new Script(`(() => {
  const { source, flags, texts, enough, now, times } = given;
  const Pattern = RegExp;
  const timeOf = (group) => {
    const started = now();
    for (const text of group) {
      const pattern = new Pattern(source, flags);
      if (pattern.global) text.replace(pattern, "");
      else pattern.test(text);
    }
    return now() - started;
  };
  for (const group of texts) {
    let time = timeOf(group);
    // The process also does other work, e.g. it collects garbage: only texts that are slow twice end the search.
    if (time > enough) time = Math.min(time, timeOf(group));
    times.push(time);
    if (time > enough) break;
  }
})()`);

/**
 * How long a pattern computes for each group of texts, in milliseconds, up to the first that it does not end for: Infinity.
 * Asking for the time takes longer than most expressions do for a short text, so such texts are measured in groups.
 */
export function timesOf(
  pattern: Pick<SourcePattern, "source" | "flags">,
  texts: readonly (readonly string[])[],
  enough = Infinity,
  timeout = TIMEOUT_MILLISECONDS,
): number[] {
  const { source, flags } = pattern;
  const times: number[] = [];
  const context = createContext({ given: { source, flags, texts, enough, now: computed, times } });
  const started = computed();
  try {
    MEASURE.runInContext(context, { timeout });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ERR_SCRIPT_EXECUTION_TIMEOUT") throw error;
    // The timeout is real time: on a busy machine the expression may have computed for a part of it only.
    const hasComputed = computed() - started >= TOO_LONG_MILLISECONDS;
    if (!hasComputed) return timesOf(pattern, texts, enough, 2 * timeout);
    return [...times, Infinity];
  }
  return times;
}
