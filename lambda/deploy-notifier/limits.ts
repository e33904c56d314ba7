/** How long, how often and how much, each with its reason. */

/** AWS is asked so often, with a pause in between that grows. */
export const AWS_TRIES = 3;
export const AWS_PAUSE_MS = 200;

/** What is kept of the function's time, to say in the log how it went. */
export const RESERVE_MS = 500;

/** Slack is tried as often as there is time, each try at least and at most for so long. */
export const SHORTEST_TRY_MS = 100;
export const LONGEST_TRY_MS = 5_000;

/** The pause after the first try. It doubles with each. */
export const SLACK_PAUSE_MS = 500;

/** How long a webhook is used before its parameter is looked at again. */
export const KEEP_MS = 300_000;

/** Between the clock that stamps events and the one that stamps deployments. */
export const CLOCK_SKEW_MS = 5_000;

/** How long the same trouble is told once only: a quarter of an hour. */
export const FOLD_MS = 900_000;

/** After an hour without it the same trouble is a new one. */
export const FORGET_MS = 3_600_000;

/** So many keys are remembered, the newest ones. */
export const MOST_REMEMBERED = 1_000;

/** So many lines of a log are shown. */
export const LINES = 12;

/** A stack trace is one event of many lines: its first ones say what happened. */
export const LONGEST_LINE = 700;

/** Slack's limits ("Reference: blocks", Slack API): 150 in a header, 2,000 in a field, 3,000 in a section. */
export const HEADER = 150;
export const FIELD = 300;
export const SECTION = 2_900;

/** AWS has no name or id that is longer. */
export const LONGEST_NAME = 256;
