import { execFileSync } from "node:child_process";
import type { ExecFileSyncOptionsWithStringEncoding } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { relative, resolve } from "node:path";
import type { Environment } from "../../../config/environment";
import type { Mistake, Problem } from "../../../config/messages/problem";
import { inFourParts } from "../../../config/messages/problem";
import { show } from "../../../config/messages/show";
import { given, type Maybe } from "../../../facts/given";
import { inShell } from "../../../facts/shell-words";
import { Refusal } from "../../cli/refusal";
import type { ApplicationCheck } from "../doctor/application/application-check";
import { examineApplication } from "../doctor/application/application-checks";
import type { Builder } from "./machine";
import { builderHere } from "./machine";

/** More changed files than this are counted. */
const CHANGES_SHOWN = 10;

/** "Distribution specification" of the Open Container Initiative. Make would expand others, such as `$(shell ...)`. */
const IMAGE_TAG = /^\w[\w.-]{0,127}$/;

/** Standard error is not shown. */
const QUIETLY: ExecFileSyncOptionsWithStringEncoding = {
  encoding: "utf8",
  stdio: ["ignore", "pipe", "ignore"],
};

/** The Laravel repository that is built. */
export interface Application {
  readonly folder: string;

  /** Relative to the current folder, for printed commands. */
  readonly path: string;

  /** The tag of both images. */
  readonly tag: string;
  readonly builder: Builder;
}

export interface ApplicationOptions {
  /** As the operator typed it. */
  readonly folder: string;

  /** The option that names the folder. */
  readonly option: "--app" | "--build";

  /** Another tag than the commit, for a new build of it. @default the commit, as in the workflows */
  readonly tag: string | undefined;

  /** What is checked in it. @default what `ops doctor` checks */
  readonly checks?: readonly ApplicationCheck[];

  /** Other problems of this machine. */
  readonly others?: readonly Problem[];
}

/**
 * Looks at the Laravel repository: its commit is the tag, as in the workflows.
 *
 * @throws Refusal with everything that would make the build fail, or the containers
 */
export async function applicationIn(
  environment: Environment,
  { folder, option, tag, checks, others = [] }: ApplicationOptions,
): Promise<Application> {
  const absolute = resolve(folder);
  const path = relative(process.cwd(), absolute) || ".";
  const isFolder = existsSync(absolute) && statSync(absolute).isDirectory();
  const { builder, problems } = builderHere();
  const commit = git(absolute, "rev-parse", "--verify", "HEAD")?.trim();
  const examined = isFolder ? await examineApplication(environment, path, checks && { checks }) : [];
  const workTree = isFolder ? gitProblem(absolute, folder, commit) : notAFolder(folder);
  const mistakes: Mistake[] = given<Problem>(
    workTree && { path: option, ...workTree },
    tagProblem(tag),
    ...problems,
    ...others,
  ).map((problem) => ({ environment: environment.environment, ...problem }));
  const all = [...mistakes, ...examined.flatMap((check) => check.problems)];
  if (all.length > 0) throw refusal(all);
  return { folder: absolute, path, tag: tag ?? commit!, builder };
}

const notAFolder = (folder: string) => ({
  got: `${show(folder)}, which is not a folder`,
  allowed: "the folder of your Laravel repository",
  fix: "Give the path to it, e.g. ../api.",
});

const tagProblem = (tag: string | undefined): Maybe<Problem> =>
  tag !== undefined &&
  !IMAGE_TAG.test(tag) && {
    path: "--tag",
    got: show(tag),
    allowed: "the tag of an image: at most 128 letters, digits, underscores, dots and hyphens",
    fix: "Write the commit and a word, e.g. 9b1c2d3-20261126.",
  };

function gitProblem(
  folder: string,
  typed: string,
  commit: string | undefined,
): Omit<Problem, "path"> | undefined {
  if (!commit) {
    return {
      got: `${show(typed)}, which has no commit`,
      allowed: "a git repository with a commit, which is the tag of the images",
      fix: `Commit it: ${gitLine(typed, "init")} && ${commitLine(typed)}`,
    };
  }
  const changes = (git(folder, "status", "--porcelain") ?? "").split("\n").filter((line) => line !== "");
  if (changes.length === 0) return undefined;
  const more = changes.length - CHANGES_SHOWN;
  return {
    got: [
      `uncommitted changes in ${typed}:`,
      ...changes.slice(0, CHANGES_SHOWN),
      ...(more > 0 ? [`and ${more} more`] : []),
    ].join("\n"),
    allowed: "a clean work tree: the tag is the commit, so the image must be built from it",
    fix: `Commit them: ${commitLine(typed)}`,
  };
}

const gitLine = (folder: string, ...words: string[]) => inShell(["git", "-C", folder, ...words]);
const commitLine = (folder: string) => `${gitLine(folder, "add", "--all")} && ${gitLine(folder, "commit")}`;

const refusal = (problems: readonly Mistake[]) =>
  new Refusal(
    [
      `${problems.length === 1 ? "1 problem" : `${problems.length} problems`} would make this fail. Nothing was changed.`,
      ...problems.map(inFourParts),
    ].join("\n\n"),
  );

/** The output of git; undefined when it fails. */
function git(folder: string, ...args: string[]): string | undefined {
  try {
    return execFileSync("git", ["-C", folder, ...args], QUIETLY);
  } catch {
    return undefined;
  }
}
