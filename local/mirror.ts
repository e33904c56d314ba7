import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { terraformConfigurationIn } from "./isolation";

/** What a folder of unpacked providers has in it if it can serve this project. */
const AWS_PROVIDER = join("registry.terraform.io", "hashicorp", "aws");

const SEARCH_DEPTH = 3;
const SEARCH_LIMIT = 5_000;
const NEVER_SEARCHED = new Set(["proc", "sys", "dev", "run", "tmp", "home", "root", "node_modules"]);

/**
 * A folder that Terraform can take the AWS provider from instead of the registry: the one the user names, one of
 * Terraform's own mirror folders, or one found by a short look around this machine.
 */
export function findMirror(environment: NodeJS.ProcessEnv = process.env, root = "/"): string | undefined {
  const named = environment.TF_PLUGIN_MIRROR;
  if (named && !servesAws(named)) {
    throw new Error(`TF_PLUGIN_MIRROR is ${named}, but there is no ${AWS_PROVIDER} in it.`);
  }
  return named ?? impliedMirrors(environment).find(servesAws) ?? search(root);
}

/** Writes the Terraform CLI configuration that `isolatedEnvironment` points at. */
export function writeTerraformConfiguration(folder: string, mirror = findMirror()): void {
  const cache = join(folder, "providers");
  mkdirSync(cache, { recursive: true });
  writeFileSync(terraformConfigurationIn(folder), mirror ? fromMirror(mirror) : fromRegistry(cache));
}

/** Terraform links to an unpacked mirror, so that the provider's 600 MB are not copied for every stack. */
function fromMirror(mirror: string): string {
  const providers = JSON.stringify(
    children(mirror).flatMap((host) =>
      children(join(mirror, host)).flatMap((namespace) =>
        children(join(mirror, host, namespace)).map((name) => `${host}/${namespace}/${name}`),
      ),
    ),
  );
  return [
    "provider_installation {",
    "  filesystem_mirror {",
    `    path    = ${JSON.stringify(mirror)}`,
    `    include = ${providers}`,
    "  }",
    "  direct {",
    `    exclude = ${providers}`,
    "  }",
    "}",
    "",
  ].join("\n");
}

/** Without a mirror each provider is downloaded once, and linked to from there. */
function fromRegistry(cache: string): string {
  return [
    `plugin_cache_dir = ${JSON.stringify(cache)}`,
    "plugin_cache_may_break_dependency_lock_file = true",
    "",
  ].join("\n");
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

/** Breadth first, so that what lies near the root is found before the limit. */
function search(root: string): string | undefined {
  let level = [root];
  let looked = 0;
  for (let depth = 0; depth <= SEARCH_DEPTH && looked < SEARCH_LIMIT; depth++) {
    const found = level.find(servesAws);
    if (found) return found;
    level = level.flatMap((folder) => {
      if (looked++ >= SEARCH_LIMIT) return [];
      return children(folder)
        .filter((name) => !NEVER_SEARCHED.has(name))
        .map((name) => join(folder, name));
    });
  }
  return undefined;
}

const servesAws = (folder: string) => versionsIn(folder).length > 0;

/** The versions of the AWS provider that an unpacked mirror has, oldest first. */
export function versionsIn(mirror: string): string[] {
  const byNumber = new Intl.Collator("en", { numeric: true });
  return children(join(mirror, AWS_PROVIDER)).sort(byNumber.compare);
}

function children(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
      entry.isDirectory() ? [entry.name] : [],
    );
  } catch {
    return [];
  }
}
