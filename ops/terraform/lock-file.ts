import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Terraform's own name for it (Terraform documentation, "Dependency Lock File"). */
export const LOCK_FILE = ".terraform.lock.hcl";

const STACK_FILE = "cdk.tf.json";

/** One provider of a lock file: its version, and the hashes of the packages that Terraform may install. */
export interface LockedProvider {
  /** Namespace and name, e.g. `hashicorp/aws`. */
  readonly source: string;
  readonly version: string;

  /** The whole block, as Terraform wrote it. */
  readonly block: string;
}

/** A provider that a stack requires, from its `required_providers`. */
export interface RequiredProvider {
  readonly source: string;
  readonly version: string;
}

/** The providers of the lock file in a folder; empty when there is no lock file. */
export function lockedIn(folder: string): LockedProvider[] {
  const file = join(folder, LOCK_FILE);
  return existsSync(file) ? lockedProviders(readFileSync(file, "utf8")) : [];
}

/** The last line of a block. */
const END = "\n}\n";

export function lockedProviders(text: string): LockedProvider[] {
  return text.split(/^(?=provider ")/m).flatMap((part) => {
    const block = part.slice(0, part.indexOf(END) + END.length);
    const address = /^provider "([^"]+)" \{\n/.exec(block)?.[1];
    const version = /^ *version *= "([^"]+)"/m.exec(block)?.[1];
    if (address === undefined || version === undefined || !block.endsWith(END)) return [];
    return [{ source: address.split("/").slice(-2).join("/"), version, block }];
  });
}

export const isLocked = (locked: readonly LockedProvider[], required: RequiredProvider) =>
  locked.some((each) => locks(each, required));

/** `aws` is short for `hashicorp/aws` (Terraform documentation, "Provider Requirements"). */
const locks = ({ source, version }: LockedProvider, required: RequiredProvider) =>
  version === required.version && (source === required.source || source === `hashicorp/${required.source}`);

/** A lock file of the required providers only: with `-lockfile=readonly` Terraform refuses others. */
export function lockFileOf(
  required: readonly RequiredProvider[],
  locked: readonly LockedProvider[],
): string | undefined {
  const blocks = required.flatMap((one) => locked.find((each) => locks(each, one))?.block ?? []);
  return blocks.length > 0 ? blocks.join("\n") : undefined;
}

/**
 * Writes a lock file with the required providers into the folder of each synthesized stack, for `terraform init`. If none of
 * them is locked, the file that Terraform wrote stays.
 *
 * @param output the output folder of cdktf
 */
export function writeLockFiles(output: string, locked: readonly LockedProvider[]): void {
  for (const { folder, required } of synthesizedStacks(output)) {
    const text = lockFileOf(required, locked);
    if (text !== undefined) writeFileSync(join(folder, LOCK_FILE), text);
  }
}

/** The folder of each synthesized stack, and its required providers. */
function synthesizedStacks(output: string): { folder: string; required: RequiredProvider[] }[] {
  const stacks = join(output, "stacks");
  return readdirSync(stacks).flatMap((name) => {
    const folder = join(stacks, name);
    const file = join(folder, STACK_FILE);
    if (!existsSync(file)) return [];
    const { terraform } = JSON.parse(readFileSync(file, "utf8")) as {
      terraform: { required_providers: Record<string, RequiredProvider> };
    };
    return [{ folder, required: Object.values(terraform.required_providers) }];
  });
}
