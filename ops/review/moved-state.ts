import type { ReviewFinding } from "./finding";
import { plain, sentence } from "./sentence";

/** Settings that choose where state is kept, and what a move means. The state itself stays behind. */
const PLACES: Readonly<Record<string, string>> = {
  SESSION_DRIVER: "sessions are kept elsewhere, so every user is signed out once",
  QUEUE_CONNECTION:
    "new jobs go elsewhere, and those that wait stay where they are until a worker of that connection runs",
  CACHE_STORE: "the cache is kept elsewhere and is empty at first: cached values, locks and rate limits",
};

/** The findings about state that a change of settings leaves behind. An absent setting is Laravel's own choice. */
export const movedState = (
  was: ReadonlyMap<string, string>,
  is: ReadonlyMap<string, string>,
): ReviewFinding[] =>
  Object.entries(PLACES)
    .filter(([name]) => was.get(name) !== is.get(name))
    .map(([name, effect]) => ({
      severity: "notice",
      what: sentence`${name} changes from ${was.get(name) ?? "Laravel's default"} to ${is.get(name) ?? "Laravel's default"}: ${plain(effect)}.`,
      fix: plain(
        "Deploy at a quiet time. What is kept in the database, in queues and in files does not change.",
      ),
    }));
