import type { Call } from "./sandbox";

/** A call by its action, and of those that name a role or service by that name. */
type Which = readonly [action: string | RegExp, name?: string];

const is =
  ([action, name]: Which) =>
  (call: Call) =>
    (typeof action === "string" ? call.action === action : action.test(call.action)) &&
    (name === undefined || Object.values(call.names).includes(name));

/**
 * Those of the pairs that were called the other way round: the first of a pair must have been called for the last time
 * before the second was for the first time.
 *
 * @throws Error where one was not called at all, which would prove nothing
 */
export function outOfOrder(
  calls: readonly Call[],
  pairs: readonly (readonly [earlier: Which, later: Which])[],
): string[] {
  return pairs.flatMap(([earlier, later]) => {
    const [last, first] = [calls.findLastIndex(is(earlier)), calls.findIndex(is(later))];
    const pair = `${earlier.join(" ")} before ${later.join(" ")}`;
    if (last < 0 || first < 0) throw new Error(`not called: ${pair}`);
    return last < first ? [] : [pair];
  });
}
