import { FOLD_MS, FORGET_MS, MOST_REMEMBERED } from "./limits";

/**
 * What this instance of the function has posted. With a reserved concurrency of one (`slack.reserveConcurrency`) one
 * instance handles all events; otherwise each instance knows only its own.
 */
const posted = new Set<string>();
const troubles = new Map<string, Trouble>();

/** How often a trouble happened, and since when. */
export interface Trouble {
  readonly since: number;
  count: number;
  last: number;
  lastId: string;

  /** When Slack accepted the last message about it. */
  postedAt: number;
}

/** Identifies an event or a trouble. */
export type Key = string | readonly (string | number)[];

export const knows = (...keys: readonly Key[]) => keys.some((key) => posted.has(String(key)));

export const remember = (...keys: readonly Key[]): void => {
  for (const key of keys) posted.add(String(key));
  forgetTheOldest(posted);
};

/** Counts a trouble, the present event included. */
export const count = (what: Key, id: string, now = Date.now()): Trouble => {
  const key = String(what);
  let trouble = troubles.get(key);
  if (!trouble || now - trouble.last > FORGET_MS) {
    trouble = { since: now, count: 0, last: now, lastId: "", postedAt: -FOLD_MS };
  }
  // Lambda retries an event that could not be posted.
  if (trouble.lastId !== id) trouble.count += 1;
  trouble.last = now;
  trouble.lastId = id;
  troubles.delete(key);
  troubles.set(key, trouble);
  forgetTheOldest(troubles);
  return trouble;
};

/** Whether a message about a trouble was posted within the last `FOLD_MS`. */
export const isFolded = ({ last, postedAt }: Trouble) => last - postedAt < FOLD_MS;

const forgetTheOldest = (kept: Set<string> | Map<string, unknown>): void => {
  for (const key of kept.keys()) {
    if (kept.size > MOST_REMEMBERED) kept.delete(key);
  }
};

/** A reason without ids and counts, which differ between two reports of the same trouble. */
export const withoutNumbers = (words: string) => words.replace(/[0-9a-f]{8,}|\d+/g, "#");
