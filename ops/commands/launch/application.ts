import { execFileSync, spawnSync } from "node:child_process";
import type { ExecFileSyncOptionsWithStringEncoding } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import type { Problem } from "../../../config/messages/problem";
import { inFourParts } from "../../../config/messages/problem";
import { show } from "../../../config/messages/show";
import { inShell } from "../../../facts/shell-words";
import { Refusal } from "../../cli/refusal";

/** What a repository has that follows docs/laravel.md. */
const FILES = ["docker/Makefile", "docker/app/Dockerfile", "docker/nginx/Dockerfile", "composer.lock"];

/** "Distribution specification" of the Open Container Initiative. Make would expand others, such as `$(shell ...)`. */
const IMAGE_TAG = /^\w[\w.-]{0,127}$/;

/** Standard error is not shown. */
const QUIETLY: ExecFileSyncOptionsWithStringEncoding = {
  encoding: "utf8",
  stdio: ["ignore", "pipe", "ignore"],
};

/** A program of this machine that a launch starts, and how its absence shows. */
const BUILDERS = [
  ["docker", "buildx", "version"],
  ["buildah", "--version"],
] as const;

/** The Laravel repository that is launched. */
export interface Application {
  readonly folder: string;

  /** Relative to the current folder, for printed commands. */
  readonly path: string;

  /** The tag of both images. */
  readonly tag: string;
  readonly builder: "docker" | "buildah";
}

/**
 * Looks at the Laravel repository: its commit is the tag, as in the workflows.
 *
 * @param tag another tag, for a new build of the same commit
 * @throws Refusal with everything that would make the build fail
 */
export function applicationIn(folder: string, tag: string | undefined, environment: string): Application {
  const absolute = resolve(folder);
  const problems: Problem[] = [];
  if (!existsSync(absolute) || !statSync(absolute).isDirectory()) {
    throw refusal(environment, [
      {
        path: "--app",
        got: `${show(folder)}, which is not a folder`,
        allowed: "the folder of your Laravel repository",
        fix: "Give the path to it, e.g. --app ../api.",
      },
    ]);
  }
  const missing = FILES.filter((file) => !existsSync(join(absolute, file)));
  if (missing.length > 0) {
    problems.push({
      path: "--app",
      got: `${show(folder)}, which has no ${missing.join(", ")}`,
      allowed: "a Laravel repository that follows docs/laravel.md",
      fix: "Copy and commit the files as in docs/laravel.md, step 1.",
    });
  }
  const commit = git(absolute, "rev-parse", "--verify", "HEAD");
  const changes = git(absolute, "status", "--porcelain");
  if (commit === undefined || commit === "") {
    problems.push({
      path: "--app",
      got: `${show(folder)}, which has no commit`,
      allowed: "a git repository with a commit, which is the tag of the images",
      fix: `Commit it: ${["init", "add --all", "commit"].map((command) => `git -C ${inShell([folder])} ${command}`).join(" && ")}`,
    });
  } else if (changes) {
    problems.push({
      path: "--app",
      got: `uncommitted changes in ${folder}:\n${changes}`,
      allowed: "a clean work tree: the tag is the commit, so the image must be built from it",
      fix: "Commit or stash them.",
    });
  }
  if (tag !== undefined && !IMAGE_TAG.test(tag)) {
    problems.push({
      path: "--tag",
      got: show(tag),
      allowed: "the tag of an image: at most 128 letters, digits, underscores, dots and hyphens",
      fix: "Write the commit and a word, e.g. 9b1c2d3-20261126.",
    });
  }
  const builder = BUILDERS.find(([program, ...args]) => runs(program, ...args));
  if (!builder) {
    problems.push({
      path: "docker",
      got: "neither docker buildx nor buildah on this machine",
      allowed: "one of them, to build the images",
      fix: "Install Docker with its buildx plugin, or on Debian: apt-get install buildah",
    });
  }
  if (!runs("make", "--version")) {
    problems.push({
      path: "make",
      got: "no make on this machine",
      allowed: "make, which docker/Makefile needs",
      fix: "Install it.",
    });
  }
  if (problems.length > 0) throw refusal(environment, problems);
  return {
    folder: absolute,
    path: relative(process.cwd(), absolute) || ".",
    tag: tag ?? commit!,
    builder: builder![0],
  };
}

const refusal = (environment: string, problems: readonly Problem[]) =>
  new Refusal(
    [
      `${problems.length === 1 ? "1 problem" : `${problems.length} problems`} would make the launch fail. Nothing was changed.`,
      ...problems.map((problem) => inFourParts({ environment, ...problem })),
    ].join("\n\n"),
  );

/** Whether a program is installed. */
const runs = (program: string, ...args: string[]) =>
  spawnSync(program, args, { stdio: "ignore", env: process.env }).status === 0;

/** The output of git; undefined when it fails. */
function git(folder: string, ...args: string[]): string | undefined {
  try {
    return execFileSync("git", ["-C", folder, ...args], QUIETLY).trim();
  } catch {
    return undefined;
  }
}
