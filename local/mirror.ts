import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { terraformConfigurationIn } from "./isolation";
import { compareVersions } from "./versions";

/** The folder of the providers in a mirror ("CLI Configuration", `filesystem_mirror`). */
const REGISTRY = "registry.terraform.io";
export const AWS = "hashicorp/aws";

const SEARCH_DEPTH = 3;
const SEARCH_LIMIT = 5_000;
const NEVER_SEARCHED = new Set(["proc", "sys", "dev", "run", "tmp", "home", "root", "node_modules"]);

/** A folder from which Terraform can install providers instead of the registry. */
export interface Mirror {
  readonly folder: string;

  /** Whether the user named it. Then the AWS provider is not installed from the registry. */
  readonly named: boolean;
}

/**
 * A folder with the AWS provider for this machine: the one that the user names, one of Terraform's implied mirror folders, or
 * one that a short search of this machine finds.
 */
export function findMirror(environment: NodeJS.ProcessEnv = process.env, root = "/"): Mirror | undefined {
  const named = environment.TF_PLUGIN_MIRROR;
  if (named && !servesAws(named)) {
    throw new Error(
      `TF_PLUGIN_MIRROR is ${named}, but ${join(named, REGISTRY, AWS)} has no provider for ${PLATFORM}.`,
    );
  }
  if (named) return { folder: named, named: true };
  const folder = impliedMirrors(environment).find(servesAws) ?? search(root);
  return folder === undefined ? undefined : { folder, named: false };
}

/**
 * Writes the Terraform CLI configuration for `isolatedEnvironment`. Providers from the registry are downloaded once and then
 * linked, so that 600 MB are not copied for every stack.
 *
 * @param mirrored the providers to install from the mirror, e.g. `hashicorp/aws`; all others come from the registry
 */
export function writeTerraformConfiguration(
  folder: string,
  mirror: Mirror | null,
  mirrored: readonly string[],
): void {
  const cache = join(folder, "providers");
  mkdirSync(cache, { recursive: true });
  const lines = [`plugin_cache_dir = ${JSON.stringify(cache)}`];
  if (mirror && mirrored.length > 0) {
    const providers = JSON.stringify(mirrored.map((name) => `${REGISTRY}/${name}`));
    lines.push(
      "provider_installation {",
      "  filesystem_mirror {",
      `    path    = ${JSON.stringify(mirror.folder)}`,
      `    include = ${providers}`,
      "  }",
      "  direct {",
      `    exclude = ${providers}`,
      "  }",
      "}",
    );
  }
  writeFileSync(terraformConfigurationIn(folder), [...lines, ""].join("\n"));
}

/** https://developer.hashicorp.com/terraform/cli/config/config-file#implied-local-mirror-directories */
function impliedMirrors(environment: NodeJS.ProcessEnv): string[] {
  const home = environment.HOME ?? homedir();
  const data = [
    environment.XDG_DATA_HOME ?? join(home, ".local", "share"),
    ...(environment.XDG_DATA_DIRS ?? "/usr/local/share:/usr/share").split(":"),
  ];
  return [
    join("terraform.d", "plugins"),
    join(home, ".terraform.d", "plugins"),
    join(home, "Library", "Application Support", "io.terraform", "plugins"),
    ...data.map((folder) => join(folder, "terraform", "plugins")),
  ];
}

/** Breadth first, so that folders near the root are searched before the limit is reached. */
function search(root: string): string | undefined {
  let level = [root];
  let looked = 0;
  for (let depth = 0; depth <= SEARCH_DEPTH && looked < SEARCH_LIMIT; depth++) {
    const found = level.find(servesAws);
    if (found) return found;
    level = level.flatMap((folder) => {
      if (looked++ >= SEARCH_LIMIT) return [];
      return foldersIn(folder)
        .filter((name) => !NEVER_SEARCHED.has(name))
        .map((name) => join(folder, name));
    });
  }
  return undefined;
}

const servesAws = (folder: string) => versionsIn(folder, AWS).length > 0;

const ARCHITECTURES: Readonly<Record<string, string>> = { x64: "amd64", ia32: "386" };
/** This machine, as Terraform names it. */
const PLATFORM = [
  process.platform === "win32" ? "windows" : process.platform,
  ARCHITECTURES[process.arch] ?? process.arch,
].join("_");

/**
 * The versions of a provider that a mirror has for this machine, oldest first: unpacked (`5.100.0/linux_amd64/`) and packed
 * (`terraform-provider-aws_5.100.0_linux_amd64.zip`), the two layouts that Terraform reads.
 */
export function versionsIn(mirror: string, provider: string): string[] {
  const folder = join(mirror, REGISTRY, provider);
  const packed = new RegExp(`^terraform-provider-[a-z0-9-]+_(.+)_${PLATFORM}\\.zip$`);
  const versions = namesIn(folder).flatMap((name) => {
    if (namesIn(join(folder, name)).includes(PLATFORM)) return [name];
    return packed.exec(name)?.[1] ?? [];
  });
  return [...new Set(versions)].sort(compareVersions);
}

const namesIn = (folder: string) => entriesIn(folder).map(({ name }) => name);
const foldersIn = (folder: string) =>
  entriesIn(folder).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));

function entriesIn(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}
