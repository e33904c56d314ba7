import { setTimeout as sleep } from "node:timers/promises";
import type { RunningProject } from "./running-project";

export const MINUTE = 60_000;

/** Jobs that are dispatched over HTTP, one a second, until the stream is stopped. */
export class JobStream {
  public readonly failures: string[] = [];
  private readonly dispatched: string[] = [];
  private stopped = false;
  private readonly sending: Promise<void>;

  constructor(
    private readonly project: RunningProject,
    private readonly name: string,
  ) {
    this.sending = this.send();
  }

  /** Every fifth job takes three seconds, so that one is often in progress when a worker gets its stop signal. */
  private async send(): Promise<void> {
    for (let number = 0; !this.stopped; number++) {
      const job = `${this.name}-${number}`;
      await this.project.json(`/jobs/${job}/${number % 5 === 0 ? 3 : 0}`, "POST").then(
        () => this.dispatched.push(job),
        (error: Error) => this.failures.push(`${new Date().toISOString()} ${error.message}`),
      );
      await sleep(1_000);
    }
  }

  public async stop(): Promise<void> {
    this.stopped = true;
    await this.sending;
  }

  /** The dispatched jobs that were not done, or were done more than once. */
  public async notOnce(): Promise<string[]> {
    const runs = await this.project.json<Record<string, number>>("/runs/job");
    return this.dispatched.filter((job) => runs[job] !== 1);
  }
}

/** How often the schedule ran in each minute, e.g. `2026-11-26 10:38`, in UTC. */
export type Ticks = Record<string, number>;

const timeOf = (minute: string) => Date.parse(`${minute.replace(" ", "T")}:00Z`);

/** The latest minute in which the schedule ran. */
export const lastTick = (ticks: Ticks) => Math.max(0, ...Object.keys(ticks).map(timeOf));

/** The full minutes between two times in which the schedule did not run. */
export function missed(ticks: Ticks, from: number, to: number): number[] {
  const ran = new Set(Object.keys(ticks).map(timeOf));
  const minutes = Array.from(
    { length: Math.floor((to - from) / MINUTE) + 1 },
    (_, index) => (Math.ceil(from / MINUTE) + index) * MINUTE,
  );
  return minutes.filter((at) => at <= to && !ran.has(at));
}
