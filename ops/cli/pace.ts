import { setTimeout as sleep } from "node:timers/promises";
import { Interruption } from "./outcome";

/**
 * Scales every wait, for tests only: with `OPS_PACE=0.01` a wait of five seconds takes 50 milliseconds, and a deadline of
 * fifteen minutes nine seconds. It is read at each wait, so it does not matter which module a test imports first.
 */
const paced = (seconds: number) => seconds * 1_000 * Number(process.env.OPS_PACE ?? 1);

/**
 * Waits for some seconds.
 *
 * @throws Interruption as soon as the signal is aborted
 */
export async function pause(seconds: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(paced(seconds), undefined, { signal });
  } catch (error) {
    if (signal.aborted) throw signal.reason instanceof Error ? signal.reason : new Interruption();
    throw error;
  }
}

/** A time limit. ECS itself retries without one, even when a task can never start. */
export class Deadline {
  private readonly end: number;

  constructor(public readonly seconds: number) {
    this.end = performance.now() + paced(seconds);
  }

  public get passed(): boolean {
    return performance.now() >= this.end;
  }
}

/**
 * Calls `look` until it has an answer.
 *
 * @param deadline without one it never gives up
 * @returns the answer; undefined when the deadline passed without one
 * @throws Interruption as soon as the signal is aborted
 */
export async function poll<Answer>(
  { signal }: { readonly signal: AbortSignal },
  { seconds, deadline }: { readonly seconds: number; readonly deadline?: Deadline },
  look: () => Promise<Answer | undefined>,
): Promise<Answer | undefined> {
  for (;;) {
    const answer = await look();
    if (answer !== undefined || deadline?.passed) return answer;
    await pause(seconds, signal);
  }
}

/** Repeats an action until the timer is cleared. The timer does not keep the process alive. */
export function every(seconds: number, act: () => void): NodeJS.Timeout {
  return setInterval(act, paced(seconds)).unref();
}
