import type { Call } from "./aws-controls";

/** A call by its action, followed by the role or service that it names. */
type Which = readonly [action: string | RegExp, name?: string];

const is =
  ([action, name]: Which) =>
  (call: Call) =>
    (typeof action === "string" ? call.action === action : action.test(call.action)) &&
    (name === undefined || Object.values(call.names).includes(name));

/**
 * The pairs with the wrong order: the last call of the first action must be before the first call of the second.
 *
 * @throws Error if an action was not called at all
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
