import timers from "node:timers/promises";

/**
 * Loaded before each unit test file, which fails if its code slept for longer than LIMIT_MILLISECONDS in total: such a wait keeps a
 * core idle. The waits of `ops` take no time with OPS_PACE, and a test waits for an event. The delays that were asked for are added
 * up, not the time that passed, so that no test fails on a busy machine. The retries of the notifier, with Slack's Retry-After of a
 * second, need the most.
 */
const LIMIT_MILLISECONDS = 3_000;

let milliseconds = 0;

/** The delays of all timers of `node:timers/promises` that ended in this file. */
export const slept = (): number => milliseconds;

const { setTimeout: sleep } = timers;
timers.setTimeout = async (delay = 0, ...rest) => {
  const value = await sleep(delay, ...rest);
  milliseconds += delay;
  return value;
};

afterAll(() => {
  // The module belongs to the process, which runs other files too.
  timers.setTimeout = sleep;
  if (milliseconds > LIMIT_MILLISECONDS)
    throw new Error(
      `The code slept for ${milliseconds} ms; in a unit test file it may sleep for ${LIMIT_MILLISECONDS} ms.\n` +
        "Fix: Wait with ops/cli/pace.ts, which OPS_PACE makes faster, or for the event itself.",
    );
});
