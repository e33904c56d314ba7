import type { Change } from "../../../ops/review/change";
import { findingsOf } from "../../../ops/review/rules/rules";
import { render } from "../../../ops/review/sentence";

/** A change in place of a resource of this type, with what a test sets. */
export function change(type: string, changes: Partial<Change> = {}): Change {
  const { before = {}, after = {} } = changes;
  return {
    address: `${type}.it`,
    type,
    name: "it",
    action: "update",
    imported: false,
    removedFromCode: false,
    replacedBecauseOf: [],
    changed: Object.keys({ ...before, ...after }).filter((name) => before[name] !== after[name]),
    before,
    after,
    ...changes,
  };
}

/** What the review says of changes, e.g. `data-loss: aws_sqs_queue.it is destroyed: ...`. */
export const said = (...changes: Change[]) =>
  findingsOf(changes).map(({ severity, what }) => `${severity}: ${render(what, (value) => value)}`);
