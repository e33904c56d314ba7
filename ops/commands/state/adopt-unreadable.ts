import { isDeepStrictEqual } from "node:util";
import { isObject } from "../../../facts/terraform-json";
import type { Part } from "../../../stacks/environment-stack";
import type { Operation } from "../../cli/operation";
import { Failure } from "../../cli/outcome";
import type { ResourceChange, TerraformPlan } from "../../review/plan";
import { isUnreadable } from "./unreadable";
import { rewriteState } from "./write-state";

/** The arguments that an update would change. */
export function changedArguments({
  change: { before, after, after_unknown: unknown },
}: ResourceChange): string[] {
  const [was, will, open] = [before, after, unknown].map((each) => (isObject(each) ? each : {}));
  const names = new Set([...Object.keys(was ?? {}), ...Object.keys(will ?? {}), ...Object.keys(open ?? {})]);
  return [...names].filter(
    (name) =>
      open?.[name] === true || !isDeepStrictEqual(was?.[name] ?? undefined, will?.[name] ?? undefined),
  );
}

/**
 * Writes into the state what AWS never returns, as the stack has it, e.g. which version of the password was written. Otherwise
 * the next apply would write it again.
 *
 * @param plan of the imported state, with the stack as it is
 * @returns whether the state has changed
 */
export async function adoptUnreadable(
  operation: Operation,
  part: Part,
  plan: TerraformPlan,
): Promise<boolean> {
  const updates = (plan.resource_changes ?? [])
    .filter(({ mode, change }) => mode === "managed" && change.actions.join() === "update")
    .map((each) => ({
      each,
      names: changedArguments(each).filter((name) => isUnreadable(each, name)),
    }))
    .filter(({ names }) => names.length > 0);
  if (updates.length === 0) return false;
  await rewriteState(operation, part, "state rebuild", (current) => {
    if (!current?.state) throw new Failure("The state that was imported is gone.");
    for (const { each, names } of updates) {
      const { resources } = current.state;
      const found = resources.find(
        ({ mode, type, name }) => mode === "managed" && type === each.type && name === each.name,
      );
      for (const { attributes } of found?.instances ?? [])
        for (const name of names) attributes[name] = (each.change.after as Record<string, unknown>)[name];
    }
    current.state.serial += 1;
    return current.state;
  });
  return true;
}
