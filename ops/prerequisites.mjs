import { existsSync } from "node:fs";
import { join } from "node:path";

/**
 * Why the commands of a project cannot start on this machine: the Node.js release or the missing packages. Undefined if they
 * can. Plain JavaScript of old releases, without a package: it runs where nothing else does.
 *
 * @param {string} root the folder of the project
 * @param {string} allowed `engines.node` of package.json
 * @param {string} version of Node.js, e.g. `20.11.0`
 * @returns {string | undefined}
 */
export function missingPrerequisite(root, allowed, version = process.versions.node) {
  if (!allowed.split("||").some((range) => isIn(version, range.trim()))) {
    return problem("Node.js", version, allowed, "Install Node.js 24, e.g. with nvm install in this folder.");
  }
  if (!existsSync(join(root, "node_modules", "tsx"))) {
    return problem(
      "node_modules",
      "no packages",
      "the packages of package-lock.json",
      `Run: cd ${root} && npm ci`,
    );
  }
  return undefined;
}

const problem = (field, got, allowed, fix) =>
  `The commands cannot start; nothing was done.\n\n${field}\n  got      ${got}\n  allowed  ${allowed}\n  fix      ${fix}`;

/** Whether a version is in a range of one of the forms `^20.9` and `>=24`. */
function isIn(version, range) {
  const [major, minor] = version.split(".").map(Number);
  const [, kind, from, least = "0"] = /^(\^|>=)(\d+)(?:\.(\d+))?$/.exec(range) ?? [];
  if (kind === undefined) throw new Error(`engines.node has a range that is not understood: ${range}`);
  if (major !== Number(from)) return kind === ">=" && major > Number(from);
  return minor >= Number(least);
}
