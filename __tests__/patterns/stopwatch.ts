import { createContext, Script } from "node:vm";
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

/** How long a pattern needs for each text, in milliseconds, up to the first that it does not end for: Infinity. */
export function timesOf(
  { source, flags }: SourcePattern,
  texts: readonly string[],
  enough = Infinity,
): number[] {
  const context = createContext({ source, flags, texts, enough, now: () => performance.now(), times: [] });
  try {
    MEASURE.runInContext(context, { timeout: TIMEOUT_MILLISECONDS });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ERR_SCRIPT_EXECUTION_TIMEOUT") throw error;
    return [...(context.times as number[]), Infinity];
  }
  return context.times as number[];
}
