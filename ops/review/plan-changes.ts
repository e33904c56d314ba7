import type { Action, Change } from "./change";
import { isObject } from "../../facts/terraform-json";
import type { TerraformPlan, ResourceChange } from "./plan";
import { plannedDocuments, withDocuments } from "./planned-documents";
import { Secrets } from "./secrets";
import { isNothing, same } from "./values";

/** The changes of a plan, without data sources and unchanged resources. */
export function changesOf(plan: TerraformPlan, secrets = new Secrets(plan)): Change[] {
  const documents = plannedDocuments(plan, secrets);
  return (plan.resource_changes ?? [])
    .flatMap((change) => readChange(change, secrets))
    .map((change) => withDocuments(change, documents));
}

/** Arguments that must only be changed in the code, so their drift is reported even when the plan does not revert it. */
const NEVER_BY_HAND = new Set(["egress", "ingress", "inline_policy", "managed_policy_arns"]);

/**
 * The changes that were made outside of Terraform since the last apply: those that the plan reverts, deleted resources, and
 * everything that opens or allows something. Arguments without an earlier value are left out, because AWS sets many of them, and
 * Terraform reads them at its first refresh.
 *
 * @param all whether to include all changes, as for a refresh-only plan
 */
export function driftOf(plan: TerraformPlan, secrets = new Secrets(plan), all = false): Change[] {
  const planned = new Set(
    (plan.resource_changes ?? [])
      .filter(({ change }) => actionOf(change.actions) !== "none")
      .map(({ address }) => address),
  );
  return (plan.resource_drift ?? [])
    .flatMap((change) => readChange(change, secrets))
    .map((change) => ({
      ...change,
      changed: change.changed.filter(
        (name) =>
          !isNothing(change.before[name]) && (all || planned.has(change.address) || NEVER_BY_HAND.has(name)),
      ),
    }))
    .filter(({ action, changed }) => action === "delete" || (action === "update" && changed.length > 0));
}

function readChange(resource: ResourceChange, secrets: Secrets): Change[] {
  const { address, mode, type, name, previous_address, action_reason, change } = resource;
  const action = actionOf(change.actions);
  const imported = change.importing !== undefined;
  const moved = previous_address !== undefined && previous_address !== address;
  if (mode !== "managed" || (action === "none" && !imported && !moved)) return [];

  const read: Change = {
    address,
    type,
    name,
    action,
    imported,
    ...(moved ? { movedFrom: previous_address } : {}),
    removedFromCode: action_reason === "delete_because_no_resource_config",
    // Only the argument: a path may continue with the key of a map, and a key may be a secret.
    replacedBecauseOf: [...new Set((change.replace_paths ?? []).map(([argument]) => String(argument)))],
    changed: changedArguments(change),
    before: secrets.mask(change.before, change.before_sensitive, {}),
    after: secrets.mask(change.after, change.after_sensitive, change.after_unknown),
  };
  return [read];
}

function actionOf(actions: readonly string[]): Action {
  if (actions.includes("delete")) return actions.includes("create") ? "replace" : "delete";
  if (actions.includes("create")) return "create";
  if (actions.includes("update")) return "update";
  return actions.includes("forget") ? "forget" : "none";
}

function changedArguments({ before, after, after_unknown: unknown }: ResourceChange["change"]): string[] {
  if (!isObject(before) || !isObject(after)) return [];
  const open = isObject(unknown) ? unknown : {};
  const names = new Set([...Object.keys(before), ...Object.keys(after), ...Object.keys(open)]);
  return [...names].filter((name) => hasUnknown(open[name]) || !same(before[name], after[name])).sort();
}

const hasUnknown = (unknown: unknown): boolean =>
  unknown === true ||
  (typeof unknown === "object" && unknown !== null && Object.values(unknown).some(hasUnknown));
