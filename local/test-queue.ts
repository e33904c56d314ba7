import type { Step } from "./test-steps";

/**
 * Runs steps in their order, three at a time: the machine has at least two cores, and the longest steps wait most of their time
 * for what AWS and containers take. A step waits while another one uses what it needs alone, and a later one takes its turn.
 *
 * @returns the results in the order of the steps
 */
export async function inTurn<Result>(
  steps: readonly Step[],
  perform: (step: Step) => Promise<Result>,
): Promise<Result[]> {
  const results = new Map<Step, Result>();
  const waiting = [...steps];
  const running = new Map<Step, Promise<unknown>>();
  const isFree = ({ alone }: Step) => !alone || [...running.keys()].every((each) => each.alone !== alone);

  while (waiting.length + running.size > 0) {
    const next = running.size < AT_ONCE ? waiting.find(isFree) : undefined;
    if (next === undefined) {
      await Promise.race(running.values());
      continue;
    }
    waiting.splice(waiting.indexOf(next), 1);
    running.set(
      next,
      perform(next).then((result) => {
        results.set(next, result);
        running.delete(next);
      }),
    );
  }
  return steps.map((step) => results.get(step) as Result);
}

const AT_ONCE = 3;
