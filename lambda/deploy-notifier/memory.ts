import { FOLD_MS, FORGET_MS, MOST_REMEMBERED } from "./limits";

/**
 * What was posted already, for as long as this instance of the function lives. One instance serves all events where the
 * function has a reserved concurrency of one (`slack.reserveConcurrency`); otherwise each instance knows its own.
 */
const told = new Set<string>();
const troubles = new Map<string, Trouble>();

/** How often something happened since when. */
export interface Trouble {
  readonly since: number;
  count: number;
  last: number;
  lastId: string;

  /** It counts as told only once Slack has taken the message. */
  toldAt: number;
}

/** What makes something that one and no other. */
export type Key = string | readonly (string | number)[];

export const knows = (...keys: readonly Key[]) => keys.some((key) => told.has(String(key)));

export const remember = (...keys: readonly Key[]): void => {
  for (const key of keys) told.add(String(key));
  forgetTheOldest(told);
};

/** Counts a trouble, the present event included. */
export const count = (what: Key, id: string, now = Date.now()): Trouble => {
  const key = String(what);
  let trouble = troubles.get(key);
  if (!trouble || now - trouble.last > FORGET_MS) {
    trouble = { since: now, count: 0, last: now, lastId: "", toldAt: -FOLD_MS };
  }
  // Lambda tries the same event again when it could not be posted.
  if (trouble.lastId !== id) trouble.count += 1;
  trouble.last = now;
  trouble.lastId = id;
  troubles.delete(key);
  troubles.set(key, trouble);
  forgetTheOldest(troubles);
  return trouble;
};

/** Whether a trouble was told a short while ago. */
export const isFolded = ({ last, toldAt }: Trouble) => last - toldAt < FOLD_MS;

const forgetTheOldest = (kept: Set<string> | Map<string, unknown>): void => {
  for (const key of kept.keys()) {
    if (kept.size > MOST_REMEMBERED) kept.delete(key);
  }
};

/** Without ids and counts, in which two tellings of the same trouble differ. */
export const withoutNumbers = (words: string) => words.replace(/[0-9a-f]{8,}|\d+/g, "#");
