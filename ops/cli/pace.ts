import { setTimeout as sleep } from "node:timers/promises";
import { Interruption } from "./outcome";

/**
 * How fast time passes for what waits, as a share of real time. For tests alone: with `OPS_PACE=0.01` a wait of five
 * seconds takes 50 milliseconds, and a deadline of fifteen minutes nine seconds.
 */
const PACE = Number(process.env.OPS_PACE ?? 1);

const paced = (seconds: number) => seconds * 1_000 * PACE;

/**
 * Waits, unless the signal says not to any more.
 *
 * @throws Interruption at once when the signal is aborted
 */
export async function pause(seconds: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(paced(seconds), undefined, { signal });
  } catch (error) {
    if (signal.aborted) throw signal.reason instanceof Error ? signal.reason : new Interruption();
    throw error;
  }
}

/** The time something may take. AWS itself waits for ever for what cannot happen. */
export class Deadline {
  private readonly end: number;

  constructor(public readonly seconds: number) {
    this.end = performance.now() + paced(seconds);
  }

  public get passed(): boolean {
    return performance.now() >= this.end;
  }
}

/** Does something again and again, until the timer is cleared; it keeps no process alive. */
export function every(seconds: number, act: () => void): NodeJS.Timeout {
  return setInterval(act, paced(seconds)).unref();
}
