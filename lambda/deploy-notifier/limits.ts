/** Times, counts and sizes, each with its reason. */

/** Attempts of one call to AWS. The pause between them grows with each. */
export const AWS_TRIES = 3;
export const AWS_PAUSE_MS = 200;

/** The most tasks of one DescribeTasks (Amazon ECS API Reference). */
export const DESCRIBED_AT_ONCE = 100;

/** Time kept back at the end of an invocation to log its outcome. */
export const RESERVE_MS = 500;

/** The shortest and the longest time of one attempt to post to Slack. There are as many attempts as there is time for. */
export const SHORTEST_TRY_MS = 100;
export const LONGEST_TRY_MS = 5_000;

/** The pause after the first attempt. It doubles with each attempt. */
export const SLACK_PAUSE_MS = 500;

/** How long the webhook URL is used before the parameter is read again. */
export const KEEP_MS = 300_000;

/** The largest difference between the clocks that date events and deployments. */
export const CLOCK_SKEW_MS = 5_000;

/** Within a quarter of an hour the same trouble is posted once. */
export const FOLD_MS = 900_000;

/** After an hour without an event, the same trouble counts as a new one. */
export const FORGET_MS = 3_600_000;

/** Keys that are remembered. The oldest ones are removed first. */
export const MOST_REMEMBERED = 1_000;

/** Lines of a log in one message. */
export const LINES = 12;

/** Characters of one log event. A stack trace is one event, and its first lines name the error. */
export const LONGEST_LINE = 700;

/**
 * Characters of one text that are cleaned, which takes a few milliseconds. A log event has up to 256 KiB, and cleaning may make
 * a text much shorter.
 */
export const LONGEST_CLEANED = 16_000;

/** Slack's limits ("Reference: blocks", Slack API): 150 in a header, 2,000 in a field, 3,000 in a section. */
export const HEADER = 150;
export const FIELD = 300;
export const SECTION = 2_900;

/** The length of the longest names and ids in AWS. */
export const LONGEST_NAME = 256;
