import { createTwoFilesPatch } from "diff";
import type { Bodies } from "./bodies";
import type { Change } from "./change";
import type { Values } from "./values";

type Written = ReadonlyMap<string, Values>;

const CONTEXT_LINES = 3;

/** The diff of each changed resource, in hunks as git prints them. */
export function diffsOf(changes: readonly Change[], before: Written, after: Written): Bodies {
  return new Map(
    changes.flatMap(({ address, movedFrom }) => {
      const patch = createTwoFilesPatch(
        "before",
        "after",
        pretty(before.get(movedFrom ?? address)),
        pretty(after.get(address)),
        undefined,
        undefined,
        { context: CONTEXT_LINES },
      );
      const hunks = patch.indexOf("\n@@");
      return hunks === -1 ? [] : [[address, patch.slice(hunks + 1).trimEnd()] as const];
    }),
  );
}

const pretty = (values: Values | undefined) =>
  values === undefined ? "" : `${JSON.stringify(values, undefined, 2)}\n`;
