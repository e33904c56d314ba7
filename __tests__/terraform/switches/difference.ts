import { isDeepStrictEqual } from "node:util";
import type { StackJson } from "../../helpers/stacks";
import type { Replacement } from "./replacements";
import { addressesOf, type Body, bodyAt, plain, resolved, type Step } from "./resources";

/** What a plan of a step does, as addresses without CDKTF's hash, e.g. `aws_sqs_queue.queue_jobs`. */
export interface Difference {
  readonly created: readonly string[];
  /** Also types without data that the provider replaces, about which it was not asked. */
  readonly changed: readonly string[];
  readonly replaced: readonly Replacement[];
  readonly destroyed: readonly string[];
  /** Terraform forgets it, and AWS keeps it: a `removed` block. */
  readonly forgotten: readonly string[];
}

export function differenceOf({ before, after }: Step, replaced: readonly Replacement[]): Difference {
  const [old, now] = [addressesOf(before), addressesOf(after)];
  const gone = old.filter((address) => !now.includes(address));
  const forgotten = new Set((after.removed ?? []).map(({ from }) => from));
  const changed = now.filter((address) => old.includes(address) && isChanged(before, after, address));
  return {
    created: now.filter((address) => !old.includes(address)).map(plain),
    changed: changed.map(plain).filter((address) => !replaced.some((each) => each.address === address)),
    replaced,
    destroyed: gone.filter((address) => !forgotten.has(address)).map(plain),
    forgotten: gone.filter((address) => forgotten.has(address)).map(plain),
  };
}

function isChanged(before: StackJson, after: StackJson, address: string): boolean {
  const { lifecycle } = bodyAt(after, address) as { lifecycle?: { ignore_changes?: readonly string[] } };
  const ignored = new Set(["lifecycle", "depends_on", ...(lifecycle?.ignore_changes ?? [])]);
  const [old, now] = [before, after].map((stack) => {
    const body = resolved(stack, bodyAt(stack, address)) as Body;
    return Object.fromEntries(Object.entries(body).filter(([name]) => !ignored.has(name)));
  });
  return !isDeepStrictEqual(old, now);
}
