import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { Refusal } from "../cli/refusal";
import { terraformBinary } from "./binary";
import type { LockedProvider, RequiredProvider } from "./lock-file";
import { isLocked, LOCK_FILE, lockedIn, lockFileOf } from "./lock-file";

/** The platforms of operators and of GitHub's runners. */
export const PLATFORMS = ["linux_amd64", "linux_arm64", "darwin_amd64", "darwin_arm64"];

export interface LockOptions {
  readonly required: readonly RequiredProvider[];
  readonly platforms: readonly string[];

  /** A folder with the provider packages. @default the registry */
  readonly mirror?: string;
}

/**
 * Runs `terraform providers lock` for every platform. It starts without a lock file, so that a replaced package shows as a
 * change in git: to an existing file of the same version Terraform only adds hashes.
 *
 * @returns the text of a lock file
 * @throws Refusal when Terraform cannot get the packages
 */
export async function lockProviders({ required, platforms, mirror }: LockOptions): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "lock-"));
  try {
    const requirements = Object.fromEntries(required.map((one) => [one.source.split("/").at(-1) ?? "", one]));
    writeFileSync(
      join(folder, "main.tf.json"),
      JSON.stringify({ terraform: { required_providers: requirements } }),
    );
    const args = [
      "providers",
      "lock",
      "-no-color",
      ...(mirror === undefined ? [] : [`-fs-mirror=${mirror}`]),
    ];
    await promisify(execFile)(
      terraformBinary(),
      [...args, ...platforms.map((platform) => `-platform=${platform}`)],
      { cwd: folder },
    ).catch((error: Error & { stderr?: string }) => {
      throw new Refusal(
        `Terraform cannot lock the providers:\n${(error.stderr ?? error.message).trim()}\n` +
          "Fix: Run `npm run lock` where registry.terraform.io can be reached.",
      );
    });
    return lockFileOf(required, lockedIn(folder)) ?? "";
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The problems of the project's lock file, one line each. */
export function lockFaults(
  required: readonly RequiredProvider[],
  locked: readonly LockedProvider[],
): string[] {
  const named = ({ source, version }: { source: string; version: string }) => `${source} ${version}`;
  const missing = required.filter((one) => !isLocked(locked, one)).map(named);
  const has = locked.length > 0 ? locked.map(named).join(", ") : "none";
  const faults = [
    ...(missing.length > 0
      ? [`${LOCK_FILE} has no hashes of ${missing.join(" and ")}. It has: ${has}.`]
      : []),
    ...locked
      .filter((each) => required.some((one) => isLocked([each], one)) && platformsOf(each) < PLATFORMS.length)
      .map(
        (each) =>
          `${LOCK_FILE} has the hashes of ${named(each)} for ${platformsOf(each)} of ${PLATFORMS.length} platforms ` +
          `(${PLATFORMS.join(", ")}).`,
      ),
  ];
  if (faults.length === 0) return [];
  return [
    ...faults,
    "Fix: Run `npm run lock` where registry.terraform.io can be reached, then commit the file.",
  ];
}

/**
 * The platforms of a locked provider: one hash of the scheme `h1` for each (Terraform documentation, "Dependency Lock File").
 * `terraform init` writes that of its own machine alone.
 */
const platformsOf = ({ block }: LockedProvider) => block.match(/"h1:/g)?.length ?? 0;
