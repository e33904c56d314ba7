import type { Change } from "../change";
import { isDestroyed } from "../finding";
import { UNKNOWN } from "../values";

/** Arguments that name the resource that something is a part of: a policy, or rules of expiry. */
const NAMES_IT = ["arn", "bucket", "queue_url", "repository", "role"];

/** By what it is named in a plan. A synthesized stack has a reference. */
const IDS = ["arn", "bucket", "id", "name", "url"];

/** Whether a resource is a part of another one. */
const isPartOf = (change: Change, holder: Change, when: "before" | "after"): boolean =>
  NAMES_IT.map((argument) => change[when][argument])
    .filter((value) => typeof value === "string")
    .some(
      (value) => value.startsWith(`\${${holder.address}.`) || IDS.some((id) => holder[when][id] === value),
    );

/** Whether it is created with the resource that it is a part of, which holds nothing yet. */
export const isForNew = (change: Change, all: readonly Change[]): boolean =>
  NAMES_IT.some((argument) => change.after[argument] === UNKNOWN) ||
  all.some((other) => other !== change && other.action === "create" && isPartOf(change, other, "after"));

/** Whether it is destroyed with the resource that it is a part of. */
export const goesWithIt = (change: Change, all: readonly Change[]): boolean =>
  all.some((other) => other !== change && isDestroyed(other) && isPartOf(change, other, "before"));
