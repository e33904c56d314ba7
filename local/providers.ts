import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { terraformBinary } from "../ops/terraform/binary";
import type { LockedProvider, RequiredProvider } from "../ops/terraform/lock-file";
import { isLocked, LOCK_FILE, lockedIn, lockFileOf } from "../ops/terraform/lock-file";
import { pinnedProviders } from "../ops/terraform/pinned-providers";
import type { ChildEnvironment } from "./isolation";
import type { Mirror } from "./mirror";
import { AWS, findMirror, versionsIn, writeTerraformConfiguration } from "./mirror";
import { run, tail } from "./processes";
import { ROOT } from "./project";
import { isBefore } from "./versions";

export const ARCHIVE = "hashicorp/archive";

/**
 * The AWS providers that can deploy stacks of the pinned one. 5.100.0 is the last release of 5.x and was tested; all of 6.x
 * has the schema of the pinned release; the next major version may not.
 */
const OLDEST = "5.100.0";
const FIRST_UNUSABLE = "7.0.0";

/** The providers that Terraform can install on this machine. */
export interface Providers {
  readonly aws: {
    /** The pinned version. */
    readonly wanted: string;
    /** The installed version: the pinned one if it is available. */
    readonly version: string;
  };

  /** Whether the archive provider is available. */
  readonly archive: boolean;

  /** The hashes of the installed providers, for the lock file of every stack. */
  readonly locked: readonly LockedProvider[];
}

export interface ProviderOptions {
  /** Null for none. @default the one on this machine, if any */
  readonly mirror?: Mirror | null;

  /** The folder of the project's lock file. @default the root of the project */
  readonly project?: string;
}

/**
 * Finds out with `terraform init` in a scratch folder which providers can be installed: the pinned AWS provider from the mirror
 * or the registry, otherwise the newest usable one of the mirror; and the archive provider. Writes the Terraform CLI
 * configuration for them, and keeps their hashes, so that another package of the same version is refused next time.
 *
 * @throws Error if no AWS provider can be installed, or if its package differs from the one before
 */
export async function providersHere(
  folder: string,
  environment: ChildEnvironment,
  options: ProviderOptions = {},
): Promise<Providers> {
  const { mirror = findMirror() ?? null, project = ROOT } = options;
  const { aws: wanted, archive } = pinnedProviders();
  const known = [...lockedIn(project), ...lockedIn(folder)];
  mkdirSync(folder, { recursive: true });
  const has = (source: string, { version }: RequiredProvider) =>
    mirror !== null && versionsIn(mirror.folder, source).includes(version);
  const zips = has(ARCHIVE, archive) ? [ARCHIVE] : [];
  const ask = (required: RequiredProvider) => obtain(required, folder, environment, known);

  const asWanted = mirror?.named === true || has(AWS, wanted) ? [AWS] : [];
  writeTerraformConfiguration(folder, mirror, [...asWanted, ...zips]);
  const [first, zipping] = await Promise.all([ask(wanted), ask(archive)]);

  let aws = first;
  if (!aws.locked) {
    const version = mirror && newestUsable(versionsIn(mirror.folder, AWS));
    if (!version) throw new Error(nothingUsable(wanted, mirror, first.output));
    writeTerraformConfiguration(folder, mirror, [AWS, ...zips]);
    aws = await ask({ ...wanted, version });
    if (!aws.locked) throw new Error(nothingUsable(wanted, mirror, aws.output));
  }

  const locked = [...(aws.locked ?? []), ...(zipping.locked ?? [])];
  writeFileSync(join(folder, LOCK_FILE), locked.map(({ block }) => block).join("\n"));
  return {
    aws: { wanted: wanted.version, version: aws.required.version },
    archive: zipping.locked !== undefined,
    locked,
  };
}

interface Answer {
  readonly required: RequiredProvider;

  /** Undefined if Terraform cannot install the provider. */
  readonly locked?: readonly LockedProvider[];
  readonly output: string;
}

/** Installs one provider, and checks it against its known hashes. */
async function obtain(
  required: RequiredProvider,
  folder: string,
  environment: ChildEnvironment,
  known: readonly LockedProvider[],
): Promise<Answer> {
  const attempt = await initialize(required, folder, environment, known);
  if (attempt.locked || !isLocked(known, required)) return attempt;

  const unchecked = await initialize(required, folder, environment, []);
  if (!unchecked.locked) return unchecked;
  throw new Error(
    [
      `The package of the provider ${required.source} ${required.version} differs from the one that was used before: its hash has changed.`,
      `Fix: restore the original. If the change is intended, delete ${join(folder, LOCK_FILE)}, or run \`npm run lock\` if the project's ${LOCK_FILE} has the hash.`,
      tail(attempt.output),
    ].join("\n"),
  );
}

async function initialize(
  required: RequiredProvider,
  folder: string,
  environment: ChildEnvironment,
  known: readonly LockedProvider[],
): Promise<Answer> {
  const scratch = mkdtempSync(join(folder, "provider-"));
  try {
    const stack = { terraform: { required_providers: { it: required } } };
    writeFileSync(join(scratch, "main.tf.json"), JSON.stringify(stack));
    const lock = lockFileOf([required], known);
    if (lock !== undefined) writeFileSync(join(scratch, LOCK_FILE), lock);
    const { code, output } = await run(terraformBinary(environment), ["init", "-input=false", "-no-color"], {
      cwd: scratch,
      env: environment,
    });
    return { required, output, ...(code === 0 ? { locked: lockedIn(scratch) } : {}) };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

const newestUsable = (versions: readonly string[]) =>
  versions.findLast((version) => !isBefore(version, OLDEST) && isBefore(version, FIRST_UNUSABLE));

function nothingUsable({ version }: RequiredProvider, mirror: Mirror | null, output: string): string {
  const found = mirror && versionsIn(mirror.folder, AWS).join(", ");
  return [
    "No AWS provider can be installed.",
    `  wanted   ${AWS} ${version}, from the registry or a mirror`,
    `  found    ${mirror ? `${found} in ${mirror.folder}` : "no mirror"}`,
    `  allowed  ${OLDEST} or newer, before ${FIRST_UNUSABLE}`,
    "  fix      connect to the registry, or put an allowed version into a mirror and set TF_PLUGIN_MIRROR to its folder",
    "The output of Terraform:",
    tail(output),
  ].join("\n");
}
