import { documentOf } from "./data-document";
import type { Plan, ResourceChange } from "./plan";
import { equivalent, permissionsOf } from "./policy-document";
import { Secrets } from "./secrets";
import type { Values } from "./values";
import { isNothing, isRecord, listOf, masked, same, UNKNOWN } from "./values";

/** What happens to a resource. `none` is a resource that only moves or is imported, or that others changed back. */
export type Action = "create" | "update" | "replace" | "delete" | "forget" | "none";

/** What happens to one resource, with nothing in it that must not be shown. */
export interface Change {
  readonly address: string;
  readonly type: string;

  /** Terraform's name of the resource, which CDKTF makes of the constructs it is in. */
  readonly name: string;
  readonly action: Action;

  /** Its address until now, if a `moved` block gives it another. */
  readonly movedFrom?: string;
  readonly imported: boolean;

  /** Whether it is deleted because the code has it no more, and not because an index or module is gone. */
  readonly leftTheCode: boolean;

  /** The arguments that cannot be changed in place. */
  readonly forcedBy: readonly string[];

  /** The arguments whose values differ, or might: those known only after apply are among them. */
  readonly changed: readonly string[];
  readonly before: Values;
  readonly after: Values;
}

/** What a plan changes. Data that is only read, and resources that stay as they are, are no changes. */
export const changesOf = (plan: Plan, secrets = new Secrets(plan)): Change[] =>
  (plan.resource_changes ?? [])
    .flatMap((change) => readChange(change, secrets))
    .map((change) => withDocuments(change, plan, secrets));

/**
 * What others changed since the last apply. What had no value before is left out: AWS fills in much that nobody set, and
 * Terraform learns it at the first refresh.
 */
export const driftOf = (plan: Plan, secrets = new Secrets(plan)): Change[] =>
  (plan.resource_drift ?? [])
    .flatMap((change) => readChange(change, secrets))
    .map((change) => ({
      ...change,
      changed: change.changed.filter((name) => !isNothing(change.before[name])),
    }))
    .filter(({ action, changed }) => action === "delete" || (action === "update" && changed.length > 0));

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
    leftTheCode: action_reason === "delete_because_no_resource_config",
    // Only the argument: a path may go on with the key of a map, and a key may be a secret.
    forcedBy: [...new Set((change.replace_paths ?? []).map(([argument]) => String(argument)))],
    changed: changedArguments(change),
    before: values(change.before, change.before_sensitive, {}, secrets),
    after: values(change.after, change.after_sensitive, change.after_unknown, secrets),
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
  if (!isRecord(before) || !isRecord(after)) return [];
  const open = isRecord(unknown) ? unknown : {};
  const names = new Set([...Object.keys(before), ...Object.keys(after), ...Object.keys(open)]);
  return [...names].filter((name) => hasUnknown(open[name]) || !same(before[name], after[name])).sort();
}

const hasUnknown = (unknown: unknown): boolean =>
  unknown === true ||
  (typeof unknown === "object" && unknown !== null && Object.values(unknown).some(hasUnknown));

/**
 * Puts in the policy documents that Terraform will make only at the deploy, as far as they are known: one that will say
 * what it said before is no change.
 */
function withDocuments(change: Change, plan: Plan, secrets: Secrets): Change {
  const { configuration, resource_changes = [] } = plan;
  const { type, name, after } = change;
  const unknown = Object.keys(after).filter((argument) => after[argument] === UNKNOWN);
  if (unknown.length === 0) return change;

  const resource = configuration?.root_module?.resources?.find(
    (each) => each.mode === "managed" && each.type === type && each.name === name,
  );
  const documents = unknown.flatMap((argument) => {
    const expression = isRecord(resource?.expressions) ? resource.expressions[argument] : undefined;
    const reference = isRecord(expression) ? listOf(expression.references)[0] : undefined;
    const data = resource_changes.find(
      (each) => each.type === "aws_iam_policy_document" && `${each.address}.json` === reference,
    );
    if (!data) return [];
    const { after, after_sensitive, after_unknown } = data.change;
    return [[argument, documentOf(values(after, after_sensitive, after_unknown, secrets))] as const];
  });
  const settled = documents
    .filter(([name, made]) => equivalent(permissionsOf(change.before[name]), permissionsOf(made)))
    .map(([name]) => name);
  return {
    ...change,
    changed: change.changed.filter((argument) => !settled.includes(argument)),
    after: { ...after, ...Object.fromEntries(documents) },
  };
}

function values(value: unknown, sensitive: unknown, unknown: unknown, secrets: Secrets): Values {
  const shown = masked(value, sensitive, unknown, (text) => secrets.isIn(text));
  return isRecord(shown) ? shown : {};
}
