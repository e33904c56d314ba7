import { isDeepStrictEqual } from "node:util";
import { STATEFUL } from "../../../ops/review/rules/data-loss";
import type { StackJson } from "../../helpers/stacks";
import { configurationOf } from "./pretended";
import { addressesOf, ATTRIBUTE, bodyAt, type Step, typeOf } from "./resources";

/**
 * The resources with data that a step changes, or may replace because it changes what they refer to, and all that these refer
 * to. References through a local, a policy or the other stack are not followed.
 */
export function reachedBy({ before, after }: Step): string[] {
  const isChanged = (address: string) =>
    !isDeepStrictEqual(configurationOf(before, address), configurationOf(after, address));
  const kept = addressesOf(after).filter(
    (address) => typeOf(address) in STATEFUL && bodyAt(before, address) !== undefined,
  );
  const reached = kept.map((address) => withReferred(after, address)).filter((all) => all.some(isChanged));
  return [...new Set(reached.flat())];
}

function withReferred(stack: StackJson, address: string): string[] {
  const found = new Set<string>();
  const follow = (next: string) => {
    if (found.has(next) || bodyAt(stack, next) === undefined) return;
    found.add(next);
    for (const { address: other } of referencesOf(stack, next)) follow(other);
  };
  follow(address);
  return [...found];
}

/** The attributes that a resource reads of others. */
export const referencesOf = (stack: StackJson, address: string) =>
  [...JSON.stringify(configurationOf(stack, address)).matchAll(ATTRIBUTE)].map(
    ([, type, name, attribute = ""]) => ({ address: `${type}.${name}`, attribute }),
  );
