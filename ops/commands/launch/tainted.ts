import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { inShell } from "../../../facts/shell-words";
import type { Part } from "../../../stacks/environment-stack";
import type { Operation } from "../../cli/operation";
import { terraformBinary } from "../../terraform/binary";
import { runChild } from "./child";
import type { RunRecord } from "./run-record";
import { findState } from "./state-object";

/** The parts of a state file, version 4, that are read here. */
export interface State {
  readonly resources?: readonly StateResource[];
}

interface StateResource {
  readonly mode: string;
  readonly type: string;
  readonly name: string;
  readonly instances: readonly { readonly status?: string; readonly index_key?: string | number }[];
}

interface StackJson {
  readonly resource?: Readonly<
    Record<string, Readonly<Record<string, { readonly lifecycle?: { readonly prevent_destroy?: boolean } }>>>
  >;
}

/**
 * Keeps the protected resources whose creation was interrupted.
 *
 * Terraform marks a resource whose creation was cancelled as tainted, and would replace it. With `prevent_destroy`, as the
 * database and the keys have, it cannot: every later plan fails. Without the mark Terraform compares it with its configuration,
 * and changes what is missing.
 */
export async function keepTainted(
  operation: Operation,
  record: RunRecord,
  { part, root }: { part: Part; root: string },
): Promise<void> {
  const folder = join("cdktf.out", "stacks", `${operation.environmentName}-${part}`);
  const file = join(root, folder, "cdk.tf.json");
  if (!existsSync(file) || !existsSync(join(root, folder, ".terraform"))) return;
  const stack = JSON.parse(readFileSync(file, "utf8")) as StackJson;
  const state = ((await findState(operation, part, ""))?.json ?? {}) as State;
  for (const address of protectedAndTainted(state, stack)) {
    const words = [terraformBinary(), `-chdir=${folder}`, "untaint", address];
    operation.output.print(
      `  The creation of ${address} was interrupted. It is kept.\n  $ ${inShell(words)}`,
    );
    await runChild(operation, record, { words, cwd: root });
  }
}

/** The addresses of tainted resources that Terraform must not destroy. */
export const protectedAndTainted = (state: State, { resource = {} }: StackJson): string[] =>
  tainted(state, ({ type, name }) => resource[type]?.[name]?.lifecycle?.prevent_destroy === true);

/** The addresses of tainted resources. */
export const tainted = (
  { resources = [] }: State,
  isWanted: (resource: StateResource) => boolean,
): string[] =>
  resources
    .filter((resource) => resource.mode === "managed" && isWanted(resource))
    .flatMap(({ type, name, instances }) =>
      instances
        .filter(({ status }) => status === "tainted")
        .map(({ index_key: key }) => `${type}.${name}${key === undefined ? "" : `[${JSON.stringify(key)}]`}`),
    );
