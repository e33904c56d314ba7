import type { Operation } from "../../cli/operation";
import { Failure } from "../../cli/outcome";
import type { TerraformPlan } from "../../review/plan";
import type { Found } from "./find";
import { isRecreated, RULES } from "./find";
import { dependentsOf } from "./references";
import type { SynthesizedStack } from "./synthesized";
import { TerraformFailure } from "./workspace";
import type { Workspace } from "./workspace";

const IMPORTS = "rebuild.tf.json";
/** Terraform merges it into the stack (Terraform documentation, "Override Files"). */
const OVERRIDES = "rebuild_override.tf.json";

/** The provider requires both or neither, and only one of them can be ignored. */
const PASSWORD: Readonly<Record<string, object>> = {
  aws_db_instance: { password_wo: null, password_wo_version: null },
};

/** Terraform's words about an id that no resource has. */
const NO_OBJECT = /import an existing object to\s+"([^"]+)"/g;

export interface Imported {
  readonly imported: readonly string[];

  /** They do not exist in AWS. */
  readonly missing: readonly string[];

  /** They refer to a missing one, so that Terraform cannot plan them before it exists. */
  readonly waiting: readonly string[];
}

/**
 * Imports resources into the state, and changes none of them: the plan is applied only if it has nothing but imports.
 *
 * All their arguments are ignored (`ignore_changes`), because Terraform would otherwise write what AWS never returns, e.g. a new
 * password.
 */
export async function importResources(
  operation: Operation,
  { stack, workspace, found }: { stack: SynthesizedStack; workspace: Workspace; found: readonly Found[] },
): Promise<Imported> {
  const missing = new Set(found.filter(({ id }) => id === undefined).map(({ address }) => address));
  const waiting = () => {
    const dependents = dependentsOf(stack.folder, missing);
    return found.filter(({ address }) => dependents.has(address)).map(({ address }) => address);
  };
  for (;;) {
    operation.goOn();
    const left = new Set([...missing, ...waiting()]);
    const wanted = found.filter(({ address }) => !left.has(address));
    const result = { missing: [...missing], waiting: waiting() };
    if (wanted.length === 0) return { ...result, imported: [] };
    workspace.write(IMPORTS, { import: wanted.map(({ address: to, id }) => ({ to, id })) });
    workspace.write(OVERRIDES, { resource: ignoring(stack) });
    try {
      const plan = await workspace.plan(
        ...(left.size === 0 ? [] : wanted.map(({ address }) => `-target=${address}`)),
      );
      const absent = created(plan).filter((address) => !missing.has(address));
      if (absent.length === 0) {
        requireImportsOnly(plan);
        operation.goOn();
        await workspace.apply();
        return { ...result, imported: wanted.map(({ address }) => address) };
      }
      for (const address of absent) missing.add(address);
    } catch (error) {
      const absent =
        error instanceof TerraformFailure
          ? [...error.message.matchAll(NO_OBJECT)].map(([, at = ""]) => at)
          : [];
      if (absent.length === 0) throw error;
      for (const address of absent) missing.add(address);
    } finally {
      workspace.write(IMPORTS, undefined);
      workspace.write(OVERRIDES, undefined);
    }
  }
}

/** All arguments of all resources, also of those that the state knows: a rebuild changes nothing. */
function ignoring({ resources }: SynthesizedStack): Record<string, Record<string, object>> {
  const all: Record<string, Record<string, object>> = {};
  for (const { address, type } of resources) {
    const [, name = ""] = address.split(".");
    (all[type] ??= {})[name] = { ...PASSWORD[type], lifecycle: { ignore_changes: "all" } };
  }
  return all;
}

const changes = ({ resource_changes: all = [] }: TerraformPlan) =>
  all.filter(({ mode, type, change: { actions } }) => {
    if (mode !== "managed" || ["no-op", "read"].includes(actions.join())) return false;
    return !(actions.join() === "create" && isRecreated(RULES[type]));
  });

/** What the plan would create: it is in the state or in the stack, and not in AWS. */
const created = (plan: TerraformPlan) =>
  changes(plan)
    .filter(({ change: { actions } }) => actions.join() === "create")
    .map(({ type, name }) => `${type}.${name}`);

/** @throws Failure when a plan would change anything in AWS */
function requireImportsOnly(plan: TerraformPlan): void {
  const others = changes(plan);
  if (others.length === 0) return;
  throw new Failure(
    "The import would also change resources. Nothing was changed:\n" +
      others.map(({ address, change }) => `  ${address}: ${change.actions.join(" and ")}`).join("\n"),
  );
}
