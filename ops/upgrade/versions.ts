import { Refusal } from "../cli/refusal";
import type { Repository } from "./repository";

/** The git remote of the project that a team's repository was cloned from. */
const TEMPLATE = "template";

/** Tags of releases, e.g. `v0.2.0`. */
const VERSION = /^v\d+\.\d+\.\d+$/;

/**
 * Fetches the template's tags, and returns the one to merge.
 *
 * @param wanted default: the newest version
 * @throws Refusal without the remote, or for an unknown tag
 */
export function versionToMerge(repository: Repository, wanted: string | undefined): string {
  if (!repository.lines("remote").includes(TEMPLATE)) {
    throw new Refusal(
      `This repository has no git remote named ${TEMPLATE}. Nothing was changed.\n` +
        `Fix: git remote add ${TEMPLATE} <URL of the laravel-ecs repository>`,
    );
  }
  repository.git("fetch", "--quiet", "--tags", TEMPLATE);
  const versions = repository.lines("tag", "--sort=-version:refname").filter((tag) => VERSION.test(tag));
  const [newest] = versions;
  if (newest === undefined)
    throw new Refusal(`The remote ${TEMPLATE} has no version yet. Nothing was changed.`);
  const version = wanted ?? newest;
  if (!versions.includes(version)) {
    throw new Refusal(
      `The version "${version}" does not exist. Nothing was changed.\nAllowed: ${versions.join(", ")}.\n` +
        "Fix: Name one of them, or none for the newest.",
    );
  }
  return version;
}

/** The version in the `package.json` of a commit, e.g. `0.2.0`. */
export function versionAt(repository: Repository, commit: string): string {
  return (JSON.parse(repository.file(commit, "package.json")) as { version: string }).version;
}

/** The sections of a changelog that are newer than a version, with the newest first, as in the file. */
export function newsSince(changelog: string, version: string): string {
  const sections = changelog.split(/^(?=## )/m).filter((section) => section.startsWith("## "));
  const known = sections.findIndex((section) => section.startsWith(`## ${version} `));
  return sections
    .slice(0, known === -1 ? undefined : known)
    .join("")
    .trim();
}
