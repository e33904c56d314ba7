/** How long the same trouble is told once only. */
const FOLD_MS = 15 * 60_000;

/** After so long without it the same trouble is a new one. */
const FORGET_MS = 60 * 60_000;
const MOST = 1_000;

/** How often something happened since when, the present one included. */
export interface Repeats {
  readonly count: number;
  readonly since: Date;
}

interface Trouble {
  count: number;
  since: number;
  last: number;
  lastId: string;
  toldAt: number;
}

/**
 * What was posted already, for as long as this instance of the function lives. One instance serves all events, as the
 * concurrency is one.
 */
export class Memory {
  private readonly told = new Set<string>();
  private readonly troubles = new Map<string, Trouble>();

  public knows(...keys: string[]): boolean {
    return keys.some((key) => this.told.has(key));
  }

  public remember(...keys: string[]): void {
    for (const key of keys) {
      this.told.add(key);
      if (this.told.size > MOST) this.told.delete(this.told.values().next().value ?? "");
    }
  }

  /** Counts a trouble. Nothing is returned when it was told a short while ago. */
  public repeats(key: string, id: string, now = Date.now()): Repeats | undefined {
    const known = this.troubles.get(key);
    const trouble =
      known && now - known.last < FORGET_MS
        ? known
        : { count: 0, since: now, last: now, lastId: "", toldAt: -Infinity };
    // Lambda tries the same event again when it could not be posted.
    if (trouble.lastId !== id) trouble.count += 1;
    trouble.last = now;
    trouble.lastId = id;
    this.troubles.delete(key);
    this.troubles.set(key, trouble);
    if (this.troubles.size > MOST) this.troubles.delete(this.troubles.keys().next().value ?? "");
    return now - trouble.toldAt < FOLD_MS
      ? undefined
      : { count: trouble.count, since: new Date(trouble.since) };
  }

  /** A trouble counts as told only once Slack has taken the message. */
  public toldOf(key: string, now = Date.now()): void {
    const trouble = this.troubles.get(key);
    if (trouble) trouble.toldAt = now;
  }
}
