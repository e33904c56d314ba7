import { createContext, Script } from "node:vm";
import { computed } from "../helpers/computed";
import type { SourcePattern } from "./source-patterns";

/** An expression that has computed for so long counts as one that never ends. V8 checks for it when it backtracks. */
const TOO_LONG_MILLISECONDS = 350;

/** The timeout of a script is real time, and starts before the expression does. */
const PART_OF_TIMEOUT = 0.78;

/** The next timeout is at most so many times as long: the machine may become less busy. */
const MOST_GROWTH = 8;

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

/** Measures for all patterns. To make a context takes longer than most patterns compute. */
const given: Record<string, unknown> = { now: computed };
const CONTEXT = createContext({ given });

/**
 * How long a pattern computes for each group of texts, in milliseconds, up to the first that it does not end for: Infinity.
 * Asking for the time takes longer than most expressions do for a short text, so such texts are measured in groups.
 *
 * @param enough the groups after the first that takes longer than this many milliseconds are left out
 * @param tooLong after so many milliseconds, together, the texts count as ones that it never ends for
 */
export function timesOf(
  pattern: Pick<SourcePattern, "source" | "flags">,
  texts: readonly (readonly string[])[],
  enough = Infinity,
  tooLong = TOO_LONG_MILLISECONDS,
): number[] {
  const { source, flags } = pattern;
  let timeout = Math.ceil(tooLong / PART_OF_TIMEOUT);
  for (;;) {
    const times: number[] = [];
    Object.assign(given, { source, flags, texts, enough, times });
    const started = computed();
    try {
      MEASURE.runInContext(CONTEXT, { timeout });
      return times;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ERR_SCRIPT_EXECUTION_TIMEOUT") throw error;
    }
    // On a busy machine the expression may have computed for a part of the timeout only: as large a part the next time.
    const time = computed() - started;
    if (time >= tooLong) return [...times, Infinity];
    timeout = Math.ceil(timeout * Math.min(MOST_GROWTH, (1.3 * tooLong) / time));
  }
}
